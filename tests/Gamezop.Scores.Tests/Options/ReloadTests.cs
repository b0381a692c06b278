using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Tests.Options;

/// <summary>Settings that change while the application runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task Changed_keys_take_effect_on_the_next_call()
    {
        await using var host = await ScoresHost.StartAsync();
        (await Status(host, "the-key-of-the-tests")).Should().Be(200);

        host.Configuration["Gamezop:ApiKeys:0"] = "next-key-0123456789";
        host.Configuration.Reload();

        (await Status(host, "the-key-of-the-tests")).Should().Be(401);
        (await Status(host, "next-key-0123456789")).Should().Be(200);
    }

    [Fact]
    public async Task Limits_and_sub_keys_take_effect_on_the_next_call()
    {
        await using var host = await ScoresHost.StartAsync();
        host.Configuration["Gamezop:MaxBodyBytes"] = "10";
        host.Configuration.Reload();
        (await Status(host, "the-key-of-the-tests")).Should().Be(413);

        host.Configuration["Gamezop:MaxBodyBytes"] = "1000";
        host.Configuration["Gamezop:SubKeys:0"] = Convert.ToBase64String(new byte[16]);
        host.Configuration.Reload();
        (await Status(host, "the-key-of-the-tests")).Should().Be(200);
        host.Received.All.Should().BeEmpty();

        host.Configuration["Gamezop:AcceptUnsignedSubsUntil"] = "9999-01-01T00:00:00Z";
        host.Configuration.Reload();
        (await Status(host, "the-key-of-the-tests")).Should().Be(200);
        host.Received.All.Should().ContainSingle();

        host.Configuration["Gamezop:AllowAnonymous"] = "true";
        host.Configuration.Reload();
        (await Status(host)).Should().Be(200);
    }

    [Theory]
    [InlineData("Gamezop:ApiKeys:0", "")]
    [InlineData("Gamezop:ApiKeys:0", "15-characters--")]
    [InlineData("Gamezop:Sources:web:ApiKeys:0", "15-characters--")]
    [InlineData("Gamezop:MaxBodyBytes", "many")]
    [InlineData("Gamezop:MaxBodyBytes", "-1")]
    [InlineData("Gamezop:Unknown", "x")]
    public async Task Reload_that_is_not_valid_keeps_the_last_good_values_logs_an_error_and_degrades_the_health_check(string key, string value)
    {
        await using var host = await ScoresHost.StartAsync(services: services => services.AddHealthChecks().AddGamezopScores());
        (await Health(host)).Should().Be(HealthStatus.Healthy);
        var before = host.Configuration[key];

        host.Configuration[key] = value;
        host.Configuration["Gamezop:ApiKeys:1"] = "sneaked-in-0123456789";
        host.Configuration.Reload();

        (await Status(host, "the-key-of-the-tests")).Should().Be(200);
        (await Status(host, "sneaked-in-0123456789")).Should().Be(401);
        (await Status(host)).Should().Be(401);
        host.Logs.Errors.Should().ContainSingle();
        (await Health(host)).Should().Be(HealthStatus.Degraded);

        if (key.EndsWith("Unknown"))
            return;
        host.Configuration[key] = before ?? (key.EndsWith("MaxBodyBytes") ? "16384" : "mended-key-0123456789");
        host.Configuration.Reload();
        (await Status(host, "sneaked-in-0123456789")).Should().Be(200);
        (await Health(host)).Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Change_during_the_first_read_is_not_lost()
    {
        IConfigurationRoot? changing = null;
        var change = Task.CompletedTask;
        var next = "the key to come."u8.ToArray();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ApiKeys:0", "a-key-0123456789"), new("SubKeys:0", Convert.ToBase64String(new byte[16]))]).Build();
        var services = new ServiceCollection();
        services.AddGamezopScores(configuration);
        services.PostConfigure<GamezopScoresOptions>(_ =>
        {
            // Once, after the values were read: they are old before they are in force.
            if (Interlocked.Exchange(ref changing, null) is not { } root)
                return;
            root["SubKeys:0"] = Convert.ToBase64String(next);
            change = Task.Run(root.Reload);
            change.Wait(TimeSpan.FromMilliseconds(300));
        });
        await using var provider = services.BuildServiceProvider();
        changing = configuration;

        var urls = provider.GetRequiredService<IGameUrls>();
        urls.Create("https://3025.play.gamezop.com/g/NyM_JGWcx", "first");
        await change;

        urls.Create("https://3025.play.gamezop.com/g/NyM_JGWcx", "u").Query.Should().Be("?sub=" + new SubProtector(next).Protect("u"));
    }

    [Fact]
    public async Task Changed_file_takes_effect_by_itself_and_a_broken_or_missing_one_changes_nothing()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("gamezop").FullName, "settings.json");
        await File.WriteAllTextAsync(file, """{"Gamezop":{"ApiKeys":["old-key-0123456789"]}}""");
        await using var host = await ScoresHost.StartAsync(settings: [], configuration: configuration => configuration.AddJsonFile(file, optional: false, reloadOnChange: true));
        (await Status(host, "old-key-0123456789")).Should().Be(200);

        await File.WriteAllTextAsync(file, """{"Gamezop":{"ApiKeys":["new-key-0123456789"]}}""");
        await Deadline.UntilAsync(async () => await Status(host, "new-key-0123456789") == 200);
        (await Status(host, "old-key-0123456789")).Should().Be(401);

        File.Delete(file);
        await Deadline.UntilAsync(() => host.Logs.Errors.Any());
        (await Status(host, "new-key-0123456789")).Should().Be(200);
        (await Status(host)).Should().Be(401);
    }

    [Fact]
    public async Task Door_opened_by_a_change_is_a_warning()
    {
        await using var host = await ScoresHost.StartAsync();
        host.Configuration["Gamezop:AllowAnonymous"] = "true";
        host.Configuration.Reload();
        host.Configuration.Reload();
        host.Logs.All.Should().ContainSingle(line => line.Id.Id == 4);
    }

    private static async Task<int> Status(ScoresHost host, params string[] keys)
    {
        using var response = await host.PostAsync(ScoresHost.Payload(), keys);
        return (int)response.StatusCode;
    }

    private static async Task<HealthStatus> Health(ScoresHost host) => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;
}

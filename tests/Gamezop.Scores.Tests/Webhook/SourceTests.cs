using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>Several properties that post to one address are told apart by their api keys.</summary>
public sealed class SourceTests
{
    private const string Plain = "plain-key-0123456789";
    private const string Web = "web-key-0123456789ab";
    private const string NextWeb = "web-key-of-next-year";
    private const string App = "app-key-0123456789ab";

    private static Dictionary<string, string?> Settings => new()
    {
        ["Gamezop:ApiKeys:0"] = Plain,
        ["Gamezop:Sources:web:ApiKeys:0"] = Web,
        ["Gamezop:Sources:web:ApiKeys:1"] = NextWeb,
        ["Gamezop:Sources:My app:ApiKeys:0"] = App,
    };

    [Fact]
    public async Task The_key_that_let_a_call_in_says_which_source_it_is_from()
    {
        await using var host = await ScoresHost.StartAsync(settings: Settings);
        foreach (var (key, user) in new[] { (Web, "a"), (App, "b"), (Plain, "c"), (NextWeb, "d") })
            (await StatusAsync(host, user, key)).Should().Be(200);
        foreach (var keys in new string[][] { [], ["wrong-key-0123456789"], [Web.ToUpperInvariant()], [Web + "c"], [Web[..^1]], [Web, App], [$"{Web},{App}"], ["web"], ["My app"] })
            (await StatusAsync(host, "z", keys)).Should().Be(401);

        host.Received.All.Select(context => (context.UserId, context.Source)).Should().Equal(("a", "web"), ("b", "My app"), ("c", null), ("d", "web"));
    }

    [Fact]
    public async Task Sources_alone_are_keys_enough_and_do_not_open_the_door()
    {
        await using var host = await ScoresHost.StartAsync(settings: new() { ["Gamezop:Sources:web:ApiKeys:0"] = Web });
        (await StatusAsync(host, "a", Web)).Should().Be(200);
        (await StatusAsync(host, "b")).Should().Be(401);
        (await StatusAsync(host, "b", Plain)).Should().Be(401);
        host.Received.All.Should().ContainSingle().Which.Source.Should().Be("web");
    }

    [Fact]
    public async Task Anonymous_calls_have_no_source_and_a_wrong_key_is_refused_beside_sources()
    {
        await using var host = await ScoresHost.StartAsync(settings: new() { ["Gamezop:AllowAnonymous"] = "true", ["Gamezop:Sources:web:ApiKeys:0"] = Web });
        (await StatusAsync(host, "a")).Should().Be(200);
        (await StatusAsync(host, "b", Web)).Should().Be(200);
        (await StatusAsync(host, "c", App)).Should().Be(401);
        host.Received.All.Select(context => context.Source).Should().Equal(null, "web");
    }

    [Fact]
    public async Task Sources_change_without_a_restart_and_a_change_that_is_not_valid_changes_nothing()
    {
        await using var host = await ScoresHost.StartAsync(settings: Settings);
        host.Configuration["Gamezop:Sources:kiosk:ApiKeys:0"] = "kiosk-key-0123456789";
        host.Configuration["Gamezop:Sources:web:ApiKeys:0"] = "web-key-changed-0123";
        host.Configuration.Reload();
        (await StatusAsync(host, "a", "kiosk-key-0123456789")).Should().Be(200);
        (await StatusAsync(host, "b", "web-key-changed-0123")).Should().Be(200);
        (await StatusAsync(host, "c", Web)).Should().Be(401);

        host.Configuration["Gamezop:Sources:kiosk:ApiKeys:0"] = App;
        host.Configuration.Reload();
        (await StatusAsync(host, "d", App)).Should().Be(200);
        (await StatusAsync(host, "e", "kiosk-key-0123456789")).Should().Be(200);

        host.Received.All.Select(context => context.Source).Should().Equal("kiosk", "web", "My app", "kiosk");
        host.Logs.Errors.Should().ContainSingle().Which.ToString().Should().NotContain(App);
    }

    [Fact]
    public async Task The_source_does_not_make_another_event()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.UseVolatileInbox().AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)), Settings);
        foreach (var key in new[] { Web, App, Plain })
            (await StatusAsync(host, "a", key)).Should().Be(200);
        (await StatusAsync(host, "b", App)).Should().Be(200);

        await host.Received.NextAsync();
        await host.Received.NextAsync();
        host.Received.All.Select(context => $"{context.UserId} {context.Source}").Should().BeEquivalentTo("a web", "b My app");
        (await host.Services.GetRequiredService<IEventLog>().ReadLedgerAsync(default, null, 10, default)).Events.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_is_set_aside_has_its_source()
    {
        var settings = Settings;
        settings["Gamezop:SubKeys:0"] = Convert.ToBase64String(new byte[16]);
        await using var host = await ScoresHost.StartAsync(scores => scores.UseVolatileInbox(), settings);
        (await StatusAsync(host, "forger", Web)).Should().Be(200);
        using var unreadable = await host.PostAsync("{}", App);

        (await host.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().ContainSingle().Which.Event.Source.Should().Be("web");
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync()).Should().ContainSingle().Which.Source.Should().Be("My app");
    }

    [Fact]
    public async Task Measurements_are_labelled_with_the_source_where_there_is_one()
    {
        using var measured = new Measurements();
        await using var host = await ScoresHost.StartAsync(settings: Settings);
        measured.Follow(host.Services);
        await StatusAsync(host, "a", Web);
        await StatusAsync(host, "b", Plain);
        using var malformed = await host.PostAsync("{}", App);

        foreach (var name in new[] { "gamezop.scores.events", "gamezop.scores.request.duration" })
            measured.All.Where(one => one.Name == name).Select(one => $"{one.Tags.GetValueOrDefault("gamezop.source")}").Should().Equal("web", "", "My app");
        measured.All.Where(one => one.Name == "gamezop.scores.events").Select(one => one.Tags.ContainsKey("gamezop.source")).Should().Equal(true, false, true);
    }

    [Fact]
    public async Task An_endpoint_of_ones_own_behind_the_middleware_learns_the_source()
    {
        await using var host = await ScoresHost.StartAsync(settings: Settings, app: app => app.Map("/own", own =>
        {
            own.UseGamezopApiKey();
            own.Run(context => context.Response.WriteAsync(context.Features.Get<IScoreSourceFeature>()?.Name ?? "none"));
        }));
        foreach (var (key, source) in new[] { (Web, "web"), (Plain, "none"), (App, "My app") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/own");
            request.Headers.Add(ApiKeyMiddleware.HeaderName, key);
            using var answer = await host.Client.SendAsync(request);
            (await answer.Content.ReadAsStringAsync()).Should().Be(source);
        }
    }

    [Fact]
    public void Every_key_of_every_source_is_found_wherever_it_stands()
    {
        var options = new GamezopScoresOptions { ApiKeys = [Key(0), Key(1)] };
        for (var source = 0; source < 5; source++)
            options.Sources[$"s{source}"] = new GamezopSourceOptions { ApiKeys = [Key(2 + (source * 2)), Key(3 + (source * 2))] };
        var keys = new ApiKeySet(options);
        for (var i = 0; i < 12; i++)
        {
            keys.TryFind(Key(i), out var source).Should().BeTrue();
            (source?.Name).Should().Be(i < 2 ? null : $"s{(i - 2) / 2}");
        }

        keys.TryFind(Key(12), out var none).Should().BeFalse();
        none.Should().BeNull();

        static string Key(int number) => $"key-{number:00}-0123456789";
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_or_hold_a_colon_stop_the_start()
    {
        foreach (var (name, message) in new[] { ("WEB", "*names that differ in case only: web, WEB*"), ("a:b", "*'a:b', which holds a colon*"), ("", "*The name of the source is empty*") })
        {
            var start = async () => await (await ScoresHost.StartAsync(settings: Settings, services: services => services.PostConfigure<GamezopScoresOptions>(options =>
                options.Sources[name] = new GamezopSourceOptions { ApiKeys = { "other-key-0123456789" } }))).DisposeAsync();
            await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
        }
    }

    private static async Task<int> StatusAsync(ScoresHost host, string user, params string[] keys)
    {
        using var response = await host.PostAsync(ScoresHost.Payload(subId: user), keys);
        return (int)response.StatusCode;
    }
}

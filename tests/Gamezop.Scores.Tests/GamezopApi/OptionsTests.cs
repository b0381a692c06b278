using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Tests.GamezopApi;

public sealed class OptionsTests
{
    public static TheoryData<string, string?, string> Refused => new()
    {
        { "Token", null, "'Gamezop:Api:Token' is missing. Write the bearer token" },
        { "Token", "a b", "'Gamezop:Api:Token' holds white space" },
        { "Token", "tökén", "'Gamezop:Api:Token' holds white space or a character outside visible ASCII" },
        { "Tokens", "x", "'Gamezop:Api:Tokens' is not a setting. The settings are Form, Token" },
        { "Form", "Older", "'Gamezop:Api:PropertyId' is missing" },
        { "Form", "7", "'Gamezop:Api:Form' is neither Current nor Older" },
        { "Language", "english", "'Gamezop:Api:Language' is not a language code" },
        { "Language", "", "'Gamezop:Api:Language' is not a language code" },
        { "BaseAddress", "http://api.gamezop.com", "'Gamezop:Api:BaseAddress' is not an absolute https address" },
        { "BaseAddress", "api.gamezop.com", "'Gamezop:Api:BaseAddress' is not an absolute https address" },
        { "BaseAddress", "ftp://localhost", "'Gamezop:Api:BaseAddress' is not an absolute https address" },
        { "OlderBaseAddress", "https://pub.gamezop.com/?x=1", "'Gamezop:Api:OlderBaseAddress' has user information, a query or a fragment" },
        { "CacheDuration", "-00:00:01", "'Gamezop:Api:CacheDuration' is not between" },
        { "CacheDuration", "31.00:00:00", "'Gamezop:Api:CacheDuration' is not between" },
        { "CacheDuration", "5", "'Gamezop:Api:CacheDuration' is '5'; it must be a time like 00:05:00" },
        { "MaxResponseBytes", "1023", "MaxResponseBytes*between 1024 and" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Setting_that_is_not_valid_stops_the_start_and_is_named(string key, string? value, string message)
    {
        using IHost host = Host(new() { ["Gamezop:Api:Token"] = "t", ["Gamezop:Api:" + key] = value });
        (await host.Invoking(h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage($"*{message}*").Which.Message.Should().NotContain("tökén");
    }

    [Fact]
    public async Task Settings_are_read_from_the_section()
    {
        using IHost host = Host(new()
        {
            ["Gamezop:Api:Form"] = "Older",
            ["Gamezop:Api:PropertyId"] = "3025",
            ["Gamezop:Api:Language"] = "hi",
            ["Gamezop:Api:CacheDuration"] = "00:05:00",
            ["Gamezop:Api:OlderBaseAddress"] = "http://localhost:5081/api",
            ["Gamezop:Api:MaxResponseBytes"] = "4096",
        });
        await host.StartAsync();
        GamezopApiOptions options = host.Services.GetRequiredService<IOptions<GamezopApiOptions>>().Value;
        (options.Form, options.PropertyId, options.Language, options.CacheDuration, options.MaxResponseBytes)
            .Should().Be((GamezopApiForm.Older, "3025", "hi", TimeSpan.FromMinutes(5), 4096));
        options.OlderBaseAddress.Should().Be(new Uri("http://localhost:5081/api"));
        host.Services.GetRequiredService<Scores.GamezopApi>().Should().BeSameAs(host.Services.GetRequiredService<Scores.GamezopApi>());
    }

    [Fact]
    public void The_defaults_are_gamezops_own_addresses()
    {
        GamezopApiOptions options = new();
        (options.Form, options.Language, options.CacheDuration, options.MaxResponseBytes).Should().Be((GamezopApiForm.Current, "en", TimeSpan.FromHours(1), 32 * 1024 * 1024));
        options.BaseAddress.AbsoluteUri.Should().Be("https://api.gamezop.com/");
        options.OlderBaseAddress.AbsoluteUri.Should().Be("https://pub.gamezop.com/");
    }

    private static IHost Host(Dictionary<string, string?> settings)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddGamezopApi(builder.Configuration.GetSection("Gamezop:Api"));
        return builder.Build();
    }
}

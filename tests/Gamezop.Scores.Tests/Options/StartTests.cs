using Gamezop.Scores.Tests.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Tests.Options;

/// <summary>What keeps the host from starting, and what it says then.</summary>
public sealed class StartTests
{
    public static TheoryData<string, string?, string> Refused => new()
    {
        { "Gamezop:Other", "x", "'Gamezop:Other' is not a setting*ApiKeys, Sources, SubKeys" },
        { "Gamezop:ApiKey", "x", "'Gamezop:ApiKey' is not a setting" },
        { "Gamezop:Leaderboard:0:Id", "x", "'Gamezop:Leaderboard' is not a setting*the sections are Leaderboards, Tournaments" },
        { "Gamezop:AcceptUnsignedSubsUntil", "2026-12-01T00:00:00", "'Gamezop:AcceptUnsignedSubsUntil' has no offset*2026-12-01T00:00:00Z" },
        { "Gamezop:AcceptUnsignedSubsUntil", "2026-12-01", "'Gamezop:AcceptUnsignedSubsUntil' has no offset" },
        { "Gamezop:ApiKeys", "single", "'Gamezop:ApiKeys' is a single value; write a list*Gamezop__ApiKeys__0" },
        { "Gamezop:ApiKeys:1", "", "'Gamezop:ApiKeys:1' is empty" },
        { "Gamezop:ApiKeys:1", "with space", "'Gamezop:ApiKeys:1' holds white space" },
        { "Gamezop:ApiKeys:1", "schlüssel", "'Gamezop:ApiKeys:1' holds white space or a character outside visible ASCII" },
        { "Gamezop:ApiKeys:1", "15-characters--", "'Gamezop:ApiKeys:1' has 15 characters; at least 16" },
        { "Gamezop:Sources", "web", "'Gamezop:Sources' is a single value; write an object*" },
        { "Gamezop:Sources:web", "a-key-0123456789", "'Gamezop:Sources:web' is a single value; a source is an object*" },
        { "Gamezop:Sources:web:ApiKeys", "a-key-0123456789", "'Gamezop:Sources:web:ApiKeys' is a single value*Gamezop__Sources__web__ApiKeys__0" },
        { "Gamezop:Sources:web:Keys:0", "a-key-0123456789", "'Gamezop:Sources:web:Keys' is not a setting" },
        { "Gamezop:Sources:web:Keys:0", "a-key-0123456789", "'Gamezop:Sources:web' has no api key*'Gamezop:Sources:web:ApiKeys'" },
        { "Gamezop:Sources:web:ApiKeys:0", "", "'Gamezop:Sources:web:ApiKeys:0' is empty" },
        { "Gamezop:Sources:web:ApiKeys:0", "15-characters--", "'Gamezop:Sources:web:ApiKeys:0' has 15 characters; at least 16" },
        { "Gamezop:Sources:web:ApiKeys:0", "schlüssel-0123456789", "'Gamezop:Sources:web:ApiKeys:0' holds white space or a character outside visible ASCII" },
        { "Gamezop:Sources:web:ApiKeys:0", "right-key-0123456789", "'Gamezop:Sources:web:ApiKeys:0' and 'Gamezop:ApiKeys:0' are the same key" },
        { "Gamezop:Sources:we\u202Eb:ApiKeys:0", "a-key-0123456789", "'Gamezop:Sources' has a name that can't be used*" },
        { "Gamezop:Sources: web:ApiKeys:0", "a-key-0123456789", "'Gamezop:Sources' has a name that can't be used*white space" },
        { "Gamezop:MaxBodyBytes", "0", "MaxBodyBytes*between 1 and 16777216" },
        { "Gamezop:SubKeys:0", "not base64!", "'Gamezop:SubKeys:0' is not base64*openssl rand -base64 32" },
        { "Gamezop:SubKeys:0", "c2hvcnQ=", "'Gamezop:SubKeys:0' holds 5 bytes; at least 16" },
        { "Gamezop:SubKeys", "c2hvcnQ=", "'Gamezop:SubKeys' is a single value" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Setting_that_is_not_valid_stops_the_start_and_is_named(string key, string? value, string message)
    {
        var settings = new Dictionary<string, string?> { ["Gamezop:ApiKeys:0"] = "right-key-0123456789", [key] = value };
        var act = async () => await (await ScoresHost.StartAsync(settings: settings)).DisposeAsync();
        (await act.Should().ThrowAsync<OptionsValidationException>()).WithMessage($"*{message}*").Which.Message.Should().NotContain("schlüssel").And.NotContain("key-0123456789").And.NotContain("15-characters--");
    }

    [Theory]
    [InlineData("Inbox:Retention", false, "UseSqlite(…)")]
    [InlineData("Sqlite:MaxSizeBytes", false, "UseSqlite(…)")]
    [InlineData("Inbox:Retention", true, null)]
    [InlineData("Sqlite:MaxSizeBytes", true, "UseSqlite(…)")]
    [InlineData("Targets:0:Id", true, "AddTargets()")]
    [InlineData("leaderboards:0:Id", false, "AddLeaderboards()")]
    [InlineData("Api:BearerToken", false, "AddGamezopApi(…)")]
    public async Task Section_that_nothing_reads_is_warned_of_with_what_would_read_it(string setting, bool hasInbox, string? reader)
    {
        var settings = new Dictionary<string, string?> { ["Gamezop:ApiKeys:0"] = "right-key-0123456789", ["Gamezop:" + setting] = "10.00:00:00" };
        await using var host = await ScoresHost.StartAsync(hasInbox ? scores => scores.UseVolatileInbox() : null, settings);

        host.Logs.All.Where(line => line.Id.Id == 5).Select(line => line.Text.Contains($"Gamezop:{setting.Split(':')[0]} has no effect", StringComparison.Ordinal) && line.Text.Contains($"Add {reader}", StringComparison.Ordinal))
            .Should().Equal(reader is null ? [] : [true]);
    }

    [Theory]
    [InlineData("Capcity", "5", "'Gamezop:Inbox:Capcity' is not a setting. The settings are Capacity, *")]
    [InlineData("FirstRetryDelay", "1", "'Gamezop:Inbox:FirstRetryDelay' is '1'; it must be a time like 00:00:05*")]
    [InlineData("degradedage", "24:00:00", "'Gamezop:Inbox:degradedage' is '24:00:00'; it must be a time like 00:00:05*")]
    public async Task Setting_of_the_inbox_that_there_is_not_or_that_is_no_time_stops_the_start_and_is_named_by_its_path(string key, string value, string message)
    {
        var settings = new Dictionary<string, string?> { ["Gamezop:ApiKeys:0"] = "right-key-0123456789", ["Gamezop:Inbox:" + key] = value };
        var act = async () => await (await ScoresHost.StartAsync(scores => scores.UseVolatileInbox(), settings)).DisposeAsync();
        await act.Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public async Task Section_of_a_feature_of_the_publishers_is_a_setting_when_the_feature_asks_for_it()
    {
        var settings = new Dictionary<string, string?> { ["Gamezop:ApiKeys:0"] = "right-key-0123456789", ["Gamezop:Confetti:Colour"] = "red" };
        IConfigurationSection? section = null;
        await using var host = await ScoresHost.StartAsync(scores => section = scores.GetFeatureSection("Confetti"), settings);
        section!["Colour"].Should().Be("red");
        host.Logs.All.Should().NotContain(line => line.Id.Id == 5);
    }

    [Fact]
    public async Task No_key_at_all_stops_the_start_and_says_what_to_write()
    {
        var act = async () => await (await ScoresHost.StartAsync(settings: [])).DisposeAsync();
        await act.Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*No api key*'Gamezop:ApiKeys'*\"ApiKeys\": [\"…\"]*Gamezop__ApiKeys__0*'Gamezop:AllowAnonymous' to true*");
    }

    [Fact]
    public async Task Whole_configuration_in_place_of_the_section_is_refused_in_one_sentence()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Gamezop:ApiKeys:0"] = "right-key-0123456789";
        builder.Services.AddGamezopScores(builder.Configuration);
        await using var app = builder.Build();
        var act = () => app.StartAsync();
        (await act.Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("*whole configuration*GetSection(\"Gamezop\")*").Which.Failures.Should().NotContain(failure => failure.Contains("is not a setting"));
    }

    [Fact]
    public async Task Configuration_of_its_own_may_stand_in_for_the_section()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ApiKeys:0", "right-key-0123456789"), new("SubKeys", null)]).Build();
        await using var provider = new ServiceCollection().AddGamezopScores(configuration).Services.BuildServiceProvider();
        provider.GetRequiredService<IGameUrls>().Create("https://3025.play.gamezop.com/g/NyM_JGWcx", "u").Query.Should().Be("?sub=u");
    }

    [Fact]
    public async Task Lists_that_are_null_are_empty()
    {
        await using var host = await ScoresHost.StartAsync(services: services => services.PostConfigure<GamezopScoresOptions>(options =>
        {
            options.ApiKeys = null!;
            options.SubKeys = null!;
            options.AllowAnonymous = true;
        }));
        using var response = await host.PostAsync(ScoresHost.Payload());
        ((int)response.StatusCode).Should().Be(200);
        host.Received.All.Should().ContainSingle();
    }

    [Fact]
    public async Task Number_that_is_none_stops_the_start_and_is_named()
    {
        var act = async () => await (await ScoresHost.StartAsync(settings: new() { ["Gamezop:ApiKeys:0"] = "a-key-0123456789", ["Gamezop:MaxBodyBytes"] = "many" })).DisposeAsync();
        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("*Gamezop:MaxBodyBytes*");
    }

    [Fact]
    public async Task Anonymous_calls_are_accepted_when_that_is_said_and_a_wrong_key_is_still_refused()
    {
        await using var open = await ScoresHost.StartAsync(settings: new() { ["Gamezop:AllowAnonymous"] = "true" });
        (await Status(open)).Should().Be(200);
        (await Status(open, "whatever")).Should().Be(200);
        open.Logs.All.Should().ContainSingle(line => line.Id.Id == 4);

        await using var both = await ScoresHost.StartAsync(settings: new() { ["Gamezop:AllowAnonymous"] = "true", ["Gamezop:ApiKeys:0"] = "right-key-0123456789" });
        (await Status(both)).Should().Be(200);
        (await Status(both, "right-key-0123456789")).Should().Be(200);
        (await Status(both, "wrong")).Should().Be(401);
        (await Status(both, "right-key-0123456789", "right-key-0123456789")).Should().Be(401);

        static async Task<int> Status(ScoresHost host, params string[] keys)
        {
            using var response = await host.PostAsync(ScoresHost.Payload(), keys);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Missing_handler_is_a_warning_that_says_what_to_do()
    {
        await using var host = await ScoresHost.StartAsync(_ => { });
        host.Logs.All.Should().ContainSingle(line => line.Id.Id == 3).Which.Text.Should().Contain("AddHandler<");
    }

    [Fact]
    public void Mapping_without_adding_says_what_to_call()
    {
        using var app = Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder().Build();
        var map = () => Microsoft.AspNetCore.Builder.GamezopScoresEndpointRouteBuilderExtensions.MapGamezopScores(app, "/x");
        map.Should().Throw<InvalidOperationException>().WithMessage("*AddGamezopScores*");
        var use = () => Microsoft.AspNetCore.Builder.GamezopScoresEndpointRouteBuilderExtensions.UseGamezopApiKey(app);
        use.Should().Throw<InvalidOperationException>().WithMessage("*AddGamezopScores*");
    }
}

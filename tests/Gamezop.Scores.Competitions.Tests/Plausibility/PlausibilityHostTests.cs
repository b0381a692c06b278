using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Real Kestrel, real HTTP, real files: from the webhook to the operators' list and back to the board.</summary>
public sealed class PlausibilityHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");
    private readonly RunningClock _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("request")]
    [InlineData("volatile")]
    [InlineData("sqlite")]
    public async Task A_released_play_is_on_the_board_and_a_rejected_one_never(string store)
    {
        await using (WebApplication app = await StartAsync(store))
        {
            await PostAsync(app, "ann", 5000);
            await PostAsync(app, "bob", 6000);
            await PostAsync(app, "cid", 7);
            (await BoardAsync(app, 1)).Should().Equal("cid");
            IQuarantine quarantine = app.Services.GetRequiredService<IQuarantine>();
            IReadOnlyList<QuarantinedEvent> shown = await ShownAsync(quarantine, 2);
            shown.Should().OnlyContain(entry => entry.Reason == "implausible" && entry.Evidence!.EndsWith("allowed: at most 100"));
            // Page by page.
            IReadOnlyList<QuarantinedEvent> first = await quarantine.ListAsync(null, 1);
            (await quarantine.ListAsync(first[0].Id, 1))[0].Id.Should().Be(shown[1].Id);
            (await quarantine.ListAsync(shown[1].Id, 1)).Should().BeEmpty();
            (await quarantine.ReleaseAsync("play-nonsense!")).Should().BeFalse();
            (await quarantine.ReleaseAsync("4711")).Should().BeFalse();
            (await quarantine.ReleaseAsync(shown.Single(entry => entry.Event.UserId == "ann").Id)).Should().BeTrue();
            (await quarantine.RejectAsync(shown.Single(entry => entry.Event.UserId == "bob").Id)).Should().BeTrue();
            (await BoardAsync(app, 2)).Should().Equal("ann", "cid");
            (await quarantine.ListAsync()).Should().BeEmpty();
            await app.StopAsync();
        }

        if (store != "sqlite")
            return;
        await using WebApplication again = await StartAsync(store);
        await PostAsync(again, "bob", 6000);
        await PostAsync(again, "dan", 6);
        (await BoardAsync(again, 3)).Should().Equal("ann", "cid", "dan");
    }

    [Fact]
    public async Task Plays_come_after_the_events_that_the_inbox_keeps()
    {
        await using WebApplication app = await StartAsync("sqlite");
        await PostAsync(app, "ann", 5000);
        await ShownAsync(app.Services.GetRequiredService<IQuarantine>(), 1);
        await PostAsync(app, "bob", 5, _time.GetUtcNow().AddMinutes(10));
        IQuarantine quarantine = app.Services.GetRequiredService<IQuarantine>();
        IReadOnlyList<QuarantinedEvent> shown = await ShownAsync(quarantine, 2);
        shown.Select(entry => entry.Reason).Should().Equal("future", "implausible");
        (await quarantine.ListAsync(null, 1)).Should().ContainSingle().Which.Id.Should().Be(shown[0].Id);
        (await quarantine.ListAsync(shown[0].Id, 1)).Should().ContainSingle().Which.Id.Should().Be(shown[1].Id);
    }

    [Fact]
    public async Task Rules_that_break_a_rule_stop_the_start() => await FluentActions.Awaiting(() => StartAsync("request", ("Gamezop:Plausibility:0:MaxScorePerSecond", "-1")))
        .Should().ThrowAsync<PlausibilityRulesException>().WithMessage("Plausibility of all games: MaxScorePerSecond is -1; it must be a number of more than 0.");

    private static async Task<IReadOnlyList<QuarantinedEvent>> ShownAsync(IQuarantine quarantine, int count)
    {
        await Deadline.UntilAsync(async () => (await quarantine.ListAsync()).Count >= count);
        return await quarantine.ListAsync();
    }

    private async Task PostAsync(WebApplication app, string user, double score, DateTimeOffset? at = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using HttpResponseMessage response = await client.PostAsJsonAsync("/games/score", new
        {
            gameCode = "NyM_JGWcx",
            sessionId = "s",
            gamePlayId = $"p-{user}",
            timestamp = (at ?? _time.GetUtcNow()).ToUnixTimeMilliseconds(),
            score,
            subId = user,
            state = "over",
        });
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task<IEnumerable<string?>> BoardAsync(WebApplication app, int players)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        while (true)
        {
            JsonElement page = await client.GetFromJsonAsync<JsonElement>("/competitions/leaderboards/b");
            if (page.GetProperty("total").GetInt32() == players)
                return page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("userId").GetString());
            await Task.Delay(20);
        }
    }

    private async Task<WebApplication> StartAsync(string store, params (string Key, string Value)[] more)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Gamezop:AllowAnonymous", "true"), new("Gamezop:Plausibility:0:MaxScore", "100"), .. more.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ]);
        builder.Services.AddSingleton<TimeProvider>(_time);
        IGamezopScoresBuilder scores = builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop"))
            .AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "b" })).AddPlausibility();
        if (store == "volatile")
            scores.UseVolatileInbox();
        else if (store == "sqlite")
            scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
        WebApplication app = builder.Build();
        app.MapGamezopScores("/games/score");
        app.MapGamezopCompetitions("/competitions");
        await app.StartAsync();
        await Deadline.UntilAsync(() => app.Services.GetRequiredService<PlayJudge>().Ready.IsCompletedSuccessfully);
        return app;
    }
}

using System.Net;
using System.Net.Http.Json;
using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Real Kestrel, real HTTP, real files: from the webhook to a rank, and again after a restart.</summary>
public sealed class HostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");
    private readonly RunningClock _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("request")]
    [InlineData("volatile")]
    [InlineData("sqlite")]
    public async Task A_score_posted_to_the_webhook_is_ranked(string store)
    {
        await using WebApplication app = await StartAsync(store, []);
        await PostAsync(app, "ann", 10);
        await PostAsync(app, "bob", 20);
        await PostAsync(app, "bob", 20);
        (await RanksAsync(app, 2)).Should().Equal("bob", "ann");
    }

    [Fact]
    public async Task After_a_restart_the_ranks_are_there_again()
    {
        await using (WebApplication app = await StartAsync("sqlite", []))
        {
            foreach (int i in Enumerable.Range(0, 20))
                await PostAsync(app, $"u{i:00}", i);
            await RanksAsync(app, 20);
            await app.StopAsync();
        }

        await using WebApplication again = await StartAsync("sqlite", []);
        (await RanksAsync(again, 20)).Should().Equal(Enumerable.Range(0, 20).Reverse().Select(i => $"u{i:00}"));
    }

    [Fact]
    public async Task Boards_are_configured_beside_the_webhook()
    {
        await using WebApplication app = await StartAsync("request", new() { ["Gamezop:Leaderboards:0:Id"] = "configured", ["Gamezop:Leaderboards:0:Order"] = "Ascending" });
        await PostAsync(app, "ann", 10);
        await PostAsync(app, "bob", 20);
        (await RanksAsync(app, 2, "configured")).Should().Equal("ann", "bob");
    }

    [Theory]
    [InlineData("Gamezop:Leaderboards:0:Colour", "red", "*Gamezop:Leaderboards:0:Colour is not a setting of a leaderboard*")]
    [InlineData("Gamezop:Leaderboards:0:Id", "b", "Leaderboard 'b': Id is used twice.")]
    [InlineData("Gamezop:Leaderboards:3:Order", "Ascending", "Gamezop:Leaderboards:3:Id is missing.")]
    [InlineData("Gamezop:Leaderboards", "b", "Gamezop:Leaderboards is a text; it must be a list of leaderboards.")]
    public async Task A_definition_that_breaks_a_rule_stops_the_start(string key, string value, string message) =>
        await FluentActions.Awaiting(() => StartAsync("volatile", new() { [key] = value })).Should().ThrowAsync<Exception>().WithMessage(message);

    [Theory]
    [InlineData(true, "Leaderboard 'race': Order is FromGamezop, and nothing is set up that could ask Gamezop: call AddGamezopApi.")]
    [InlineData(false, "Tournament 'race': Order is FromGamezop, and nothing is set up that could ask Gamezop: call AddGamezopApi.")]
    public async Task An_order_that_nobody_could_ask_Gamezop_for_stops_the_start(bool board, string message)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        IGamezopScoresBuilder scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true);
        if (board)
            scores.AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "race", Games = ["NyM_JGWcx"], Order = LeaderboardOrder.FromGamezop }));
        else
            scores.AddTournaments(cups => cups.Add(new TournamentDefinition { Id = "race", Games = ["NyM_JGWcx"], Order = LeaderboardOrder.FromGamezop, Cron = "0 * * * *", Duration = TimeSpan.FromMinutes(10) }));
        await using WebApplication app = builder.Build();

        await app.Awaiting(one => one.StartAsync()).Should().ThrowAsync<Exception>().WithMessage(message);
    }

    [Fact]
    public async Task Health_of_competitions_that_there_are_not_says_what_to_call()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddHealthChecks().AddGamezopCompetitions();
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<HealthCheckService>().Awaiting(health => health.CheckHealthAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*Call AddLeaderboards*");
    }

    [Fact]
    public async Task Events_of_the_future_are_in_quarantine_and_not_ranked()
    {
        await using WebApplication app = await StartAsync("sqlite", []);
        await PostAsync(app, "ann", 10, _time.GetUtcNow().AddMinutes(10));
        await PostAsync(app, "bob", 5);
        (await RanksAsync(app, 1)).Should().Equal("bob");
        QuarantinedEvent kept = (await app.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().ContainSingle().Subject;
        (kept.Reason, kept.Event.UserId).Should().Be(("future", "ann"));
        ScoreEvent.Parse(kept.Event.Body.Span).Score.Should().Be(10);
    }

    [Theory]
    [InlineData("volatile")]
    [InlineData("sqlite")]
    public async Task An_event_of_the_future_that_an_operator_releases_is_ranked(string store)
    {
        await using WebApplication app = await StartAsync(store, []);
        await PostAsync(app, "ann", 10, _time.GetUtcNow().AddMinutes(10));
        var quarantine = app.Services.GetRequiredService<IQuarantine>();
        await Deadline.UntilAsync(async () => await quarantine.ListAsync() is not []);
        (await quarantine.ReleaseAsync((await quarantine.ListAsync())[0].Id)).Should().BeTrue();
        (await RanksAsync(app, 1)).Should().Equal("ann");
        (await quarantine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("volatile")]
    [InlineData("sqlite")]
    public async Task A_rebuild_runs_what_the_store_keeps_also_what_was_released(string store)
    {
        await using WebApplication app = await StartAsync(store, []);
        await PostAsync(app, "ann", 10);
        await PostAsync(app, "ann", 11);
        await PostAsync(app, "cid", 1);
        await PostAsync(app, "bob", 15, _time.GetUtcNow().AddMinutes(10));
        await PostAsync(app, "dan", 99, _time.GetUtcNow().AddMinutes(10));
        var quarantine = app.Services.GetRequiredService<IQuarantine>();
        await Deadline.UntilAsync(async () => (await quarantine.ListAsync()).Count >= 2);
        (await quarantine.ReleaseAsync((await quarantine.ListAsync()).Single(kept => kept.Event.UserId == "bob").Id)).Should().BeTrue();
        (await RanksAsync(app, 3)).Should().Equal("bob", "ann", "cid");
        await app.Services.GetRequiredService<IRebuild>().RunWithAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total }, "op", "sums from now on");
        LeaderboardPage page = await app.Services.GetRequiredService<ILeaderboards>().GetPageAsync("b");
        page.Entries.Select(entry => (entry.UserId, entry.Score)).Should().Equal(("ann", 21), ("bob", 15), ("cid", 1));
    }

    [Theory]
    [InlineData("volatile", false, new[] { "ann" })]
    [InlineData("sqlite", false, new[] { "ann" })]
    [InlineData("volatile", true, new[] { "dan", "ann" })]
    [InlineData("sqlite", true, new[] { "dan", "ann" })]
    public async Task Competitions_count_what_was_released_for_them_and_not_for_another_handler(string store, bool isForCompetitions, string[] ranks)
    {
        await using WebApplication app = await StartAsync(store, [], handler: "own");
        await PostAsync(app, "ann", 10);
        await PostAsync(app, "dan", 99, _time.GetUtcNow().AddMinutes(10));
        var quarantine = app.Services.GetRequiredService<IQuarantine>();
        await Deadline.UntilAsync(async () => (await quarantine.ListAsync()).Count == 2);
        foreach (QuarantinedEvent kept in await quarantine.ListAsync())
            (await ((kept.Handler == "own") != isForCompetitions ? quarantine.ReleaseAsync(kept.Id) : quarantine.RejectAsync(kept.Id))).Should().BeTrue();
        await Deadline.UntilAsync(async () => (await app.Services.GetRequiredService<IEventLog>().GetStatisticsAsync(default)).Waiting == 0);
        (await RanksAsync(app, ranks.Length)).Should().Equal(ranks);

        await app.Services.GetRequiredService<IRebuild>().RunAsync("b", "op", "test");

        (await RanksAsync(app, ranks.Length)).Should().Equal(ranks);
        (await quarantine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("request")]
    [InlineData("sqlite")]
    public async Task Events_wait_for_an_order_that_Gamezop_does_not_tell_yet(string store)
    {
        var orders = new LateOrders();
        await using WebApplication app = await StartAsync(store, new() { ["Gamezop:Leaderboards:0:Id"] = "race", ["Gamezop:Leaderboards:0:Games:0"] = "NyM_JGWcx", ["Gamezop:Leaderboards:0:Order"] = "FromGamezop" }, orders);
        await PostAsync(app, "ann", 10, answer: store == "request" ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
        (await RanksAsync(app, 1)).Should().Equal("ann");
        if (store != "request")
            (await app.Services.GetRequiredService<IEventLog>().GetStatisticsAsync(default)).Waiting.Should().BeGreaterThan(0);
        orders.Known = true;
        await app.Services.GetRequiredService<BoardCatalog>().AskAgainAsync(default);
        if (store == "request")
            await PostAsync(app, "ann", 10);
        (await RanksAsync(app, 1, "race")).Should().Equal("ann");
    }

    [Fact]
    public async Task Ranks_and_bans_are_right_when_the_store_is_slower_than_anybody_waits()
    {
        await using WebApplication app = await StartAsync("sqlite", new() { ["Gamezop:Inbox:HandlerTimeout"] = "00:00:00.1", ["Gamezop:Inbox:FirstRetryDelay"] = "00:00:00.02", ["Gamezop:Inbox:MaxRetryDelay"] = "00:00:00.1", ["Gamezop:Inbox:MaxAttempts"] = "1000" });
        await PostAsync(app, "first", 1_000);
        await RanksAsync(app, 1);
        var players = app.Services.GetRequiredService<IPlayers>();
        var banned = new List<string>();
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "scores-competitions.db")};Pooling=False"))
        {
            other.Open();
            foreach (int round in Enumerable.Range(0, 10))
            {
                // Another program has the file for longer than a handler may take, and than an operator's browser waits.
                await using SqliteTransaction locked = other.BeginTransaction(deferred: false);
                foreach (int i in Enumerable.Range(0, 3))
                    await PostAsync(app, $"u{round}-{i}", (round * 10) + i);
                using var giveUp = new CancellationTokenSource(30 + (10 * round));
                Task ban = players.BanAsync($"u{round}-0", "op", "", giveUp.Token).AsTask();
                await Task.Delay(60 + (20 * round));
                locked.Rollback();
                await ban.ContinueWith(static _ => { }, TaskScheduler.Default);
                if (ban.IsCompletedSuccessfully)
                    banned.Add($"u{round}-0");
            }
        }

        string[] ranked = [.. (await RanksAsync(app, 31 - banned.Count)).Order(StringComparer.Ordinal)];
        string[] all = ["first", .. Enumerable.Range(0, 10).SelectMany(round => Enumerable.Range(0, 3).Select(i => $"u{round}-{i}"))];
        ranked.Should().Equal(all.Except(banned));
        all.Where(players.IsBanned).Should().Equal(banned, "who gave up on a ban was told that it has not happened");
    }

    private async Task PostAsync(WebApplication app, string user, double score, DateTimeOffset? at = null, HttpStatusCode answer = HttpStatusCode.OK)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Add("api-key", "a-key-that-is-long-enough");
        using HttpResponseMessage response = await client.PostAsJsonAsync("/games/score", new
        {
            gameCode = "NyM_JGWcx",
            sessionId = "s",
            gamePlayId = $"p-{user}-{score}",
            timestamp = (at ?? _time.GetUtcNow()).ToUnixTimeMilliseconds(),
            score,
            subId = user,
            state = "over",
        });
        response.StatusCode.Should().Be(answer);
    }

    private static async Task<IEnumerable<string>> RanksAsync(WebApplication app, int players, string board = "b")
    {
        var boards = app.Services.GetRequiredService<ILeaderboards>();
        await Deadline.UntilAsync(async () =>
            boards.IsReady
            && (board == "b" || app.Services.GetRequiredService<BoardCatalog>().Find(board) is not null)
            && await boards.CountAsync(board) >= players);
        return (await boards.GetPageAsync(board)).Entries.Select(entry => entry.UserId);
    }

    private static async ValueTask KeepFutureAsync(ScoreContext context, string handler, CancellationToken cancellationToken)
    {
        if (CompetitionsHandler.IsFuture(context))
            await context.Services.GetRequiredService<IQuarantineStore>().QuarantineAsync(
                new StoredEvent(context.EventId, context.UserId, context.ReceivedAt, context.Event.ToUtf8Json()),
                "future", handler, int.MaxValue, int.MaxValue, cancellationToken);
    }

    /// <param name="store">Where events are kept.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="orders">Who tells the orders of Gamezop's boards.</param>
    /// <param name="handler">The name of another handler that keeps events of the future from itself; null for none.</param>
    private async Task<WebApplication> StartAsync(
        string store, Dictionary<string, string?> configuration, IGamezopLeaderboardOrders? orders = null, string? handler = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configuration["Gamezop:ApiKeys:0"] = "a-key-that-is-long-enough";
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddSingleton<TimeProvider>(_time);
        IGamezopScoresBuilder scores = builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop"))
            .AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "b" }));
        if (orders is not null)
            builder.Services.AddSingleton(orders);
        if (handler is not null)
        {
            scores.AddHandler(
                handler,
                (context, cancellationToken) => KeepFutureAsync(context, handler, cancellationToken),
                options => options.QuarantinesFuture = true);
        }
        if (store == "volatile")
            scores.UseVolatileInbox();
        else if (store == "sqlite")
            scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
        WebApplication app = builder.Build();
        app.MapGamezopScores("/games/score");
        await app.StartAsync();
        return app;
    }

    private sealed class LateOrders : IGamezopLeaderboardOrders
    {
        public volatile bool Known;

        public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) =>
            new(Known ? new Dictionary<string, LeaderboardOrder> { ["l"] = LeaderboardOrder.Ascending } : throw new HttpRequestException("Not now."));
    }
}

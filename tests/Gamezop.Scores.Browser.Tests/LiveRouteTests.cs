using System.Globalization;
using System.Net;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Testing;

namespace Gamezop.Scores.Browser.Tests;

/// <summary><c>followLeaderboard</c> and the route that answers it, both as they are.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class LiveRouteTests(Chromium chromium) : IAsyncLifetime
{
    private const string Key = "the-key-of-the-tests";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new();
    private HostPage _host = null!;
    private ScoreWebhookClient _gamezop = null!;

    public async Task InitializeAsync()
    {
        _host = await HostPage.OpenAsync(
            chromium,
            app =>
            {
                app.MapGamezopScores("/games/score");
                app.MapGamezopCompetitions("/competitions");
            },
            configure: builder => builder.Services.AddSingleton<TimeProvider>(new StandingClock())
                .AddGamezopScores(options => options.ApiKeys.Add(Key)).AddLeaderboards(boards => boards
                .Add(new() { Id = "all", PartitionBy = LeaderboardPartition.Country })
                .Add(new() { Id = "games", PartitionBy = LeaderboardPartition.Game })
                .Add(new() { Id = "monthly", Window = LeaderboardWindow.Monthly, Grace = TimeSpan.FromDays(30) })));
        _gamezop = new ScoreWebhookClient(_http, new Uri(_host.Url, "/games/score").ToString(), Key);
        await _host.RunAsync(
            """
            () => {
              const rows = board => board.entries.map(entry => `${entry.rank} ${entry.userId} ${entry.score}`).join(", ");
              window.boards = [];
              window.follow = (name, id, options) => gamezop.followLeaderboard("/competitions", id, board => {
                boards.push(board);
                got.push(`${name}: ${rows(board)}`);
              }, options);
            }
            """);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_whole_board_comes_at_once_and_then_each_change()
    {
        await ScoreAsync("u1", 10);
        await ScoreAsync("u2", 20);

        await _host.RunAsync("() => { follow('a', 'all'); }");
        await GotAsync("a: 1 u2 20, 2 u1 10");
        await ScoreAsync("u1", 30);
        await GotAsync("a: 1 u2 20, 2 u1 10", "a: 1 u1 30, 2 u2 20");

        var board = (await _host.Page.EvaluateAsync("boards[0]"))!.Value;
        board.GetProperty("id").GetString().Should().Be("all");
        board.GetProperty("window").GetProperty("key").GetString().Should().Be("all");
        board.GetProperty("partition").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        board.GetProperty("order").GetString().Should().Be("descending");
        board.GetProperty("total").GetInt32().Should().Be(2);
        _host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_board_that_nobody_is_on_comes_too()
    {
        await _host.RunAsync("() => { follow('a', 'all'); }");
        await GotAsync("a: ");

        await ScoreAsync("u1", 10);

        await GotAsync("a: ", "a: 1 u1 10");
    }

    [Fact]
    public async Task Each_follower_gets_its_board_window_and_partition_and_no_other()
    {
        var lastMonth = new DateTimeOffset(Now.Year, Now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-1);
        await ScoreAsync("in", 10, country: "IN");
        await ScoreAsync("de", 20, country: "DE");
        await ScoreAsync("other", 30, country: "DE", game: "SkhljT2fdgb");
        await ScoreAsync("before", 40, country: "BR", at: lastMonth);

        await _host.RunAsync(
            """
            () => {
              follow('everybody', 'all');
              follow('in', 'all', { partition: 'in' });
              follow('DE', 'all', { partition: 'DE' });
              follow('FR', 'all', { partition: 'FR' });
              follow('game', 'games', { partition: 'SkhljT2fdgb' });
              follow('current', 'monthly');
              follow('previous', 'monthly', { window: 'previous' });
            }
            """);

        await GotAsync(
            "everybody: 1 before 40, 2 other 30, 3 de 20, 4 in 10", "in: 1 in 10", "DE: 1 other 30, 2 de 20", "FR: ", "game: 1 other 30",
            "current: 1 other 30, 2 de 20, 3 in 10", "previous: 1 before 40");
        (await _host.Page.EvaluateAsync<string>("boards.filter(board => board.id === 'monthly').map(board => board.window.key).sort().join()"))
            .Should().Be($"{Month(lastMonth)},{Month(Now)}");

        await ScoreAsync("in", 15, country: "IN");

        await GotAsync(
            "everybody: 1 before 40, 2 other 30, 3 de 20, 4 in 10", "in: 1 in 10", "DE: 1 other 30, 2 de 20", "FR: ", "game: 1 other 30",
            "current: 1 other 30, 2 de 20, 3 in 10", "previous: 1 before 40",
            "everybody: 1 before 40, 2 other 30, 3 de 20, 4 in 15", "in: 1 in 15", "current: 1 other 30, 2 de 20, 3 in 15");
        _host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_comes_back_gets_what_has_changed_and_nothing_else()
    {
        await ScoreAsync("u1", 10, country: "IN");
        await _host.RunAsync("() => { follow('all', 'all'); follow('DE', 'all', { partition: 'DE' }); }");
        await GotAsync("all: 1 u1 10", "DE: ");

        // The browser puts the page aside, and takes it out again.
        await _host.RunAsync("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        await ScoreAsync("u1", 20, country: "IN");
        await _host.RunAsync("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        await GotAsync("all: 1 u1 10", "DE: ", "all: 1 u1 20");

        await ScoreAsync("u2", 5, country: "DE");

        await GotAsync("all: 1 u1 10", "DE: ", "all: 1 u1 20", "all: 1 u1 20, 2 u2 5", "DE: 1 u2 5");
    }

    [Fact]
    public async Task Boards_that_are_not_there_do_not_silence_the_others()
    {
        await ScoreAsync("u1", 10);

        await _host.RunAsync("() => { follow('none', 'nothing'); follow('a', 'all'); follow('games', 'games'); follow('neither', 'nothing-either'); }");
        await GotAsync("a: 1 u1 10", "games: 1 u1 10");
        await ScoreAsync("u1", 20);

        await GotAsync("a: 1 u1 10", "games: 1 u1 10", "a: 1 u1 20", "games: 1 u1 20");
    }

    [Fact]
    public async Task A_board_that_is_added_later_is_shown_then_though_others_were_asked_for_with_it()
    {
        await ScoreAsync("u1", 10);
        await _host.RunAsync("() => { follow('later', 'later'); follow('a', 'all'); }");
        await GotAsync("a: 1 u1 10");

        await _host.Services.GetRequiredService<ILeaderboards>().AddAsync(new() { Id = "later" });
        await _host.WaitAsync("got.some(board => board.startsWith('later: '))");
        await ScoreAsync("u1", 20);

        await _host.WaitAsync("got.includes('later: 1 u1 20') && got.includes('a: 1 u1 20')");
    }

    [Fact]
    public async Task A_page_may_follow_more_boards_than_one_connection_takes()
    {
        await ScoreAsync("u1", 10, country: "IN");

        await _host.RunAsync("() => { for (let i = 0; i < 25; i++) follow(i, 'all', { partition: 'A' + String.fromCharCode(65 + i) }); follow('IN', 'all', { partition: 'IN' }); }");

        await _host.WaitAsync("got.length >= 26");
        (await _host.GotAsync()).EnumerateArray().Select(got => got.GetString()).Should().ContainSingle(got => got == "IN: 1 u1 10");
        _host.Errors.Should().BeEmpty();
    }

    private static string Month(DateTimeOffset at) => at.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private async Task ScoreAsync(string user, double score, string country = "IN", string game = "NyM_JGWcx", DateTimeOffset? at = null)
    {
        var session = new GameSession(user, at ?? Now) { Country = country, GameCode = game, SessionId = $"{user}-{score}" }.Start().Over(score);
        (await _gamezop.SendAsync(session.Events[^1])).Status.Should().Be(HttpStatusCode.OK);
    }

    // Boards of one moment come in the order of the connections, which is nobody's business.
    private async Task GotAsync(params string[] expected)
    {
        await _host.WaitAsync($"got.length >= {expected.Length}");
        (await _host.GotAsync()).EnumerateArray().Select(got => got.GetString()).Should().BeEquivalentTo(expected);
    }

    /// <summary>It always shows the same moment; timers run as ever.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}

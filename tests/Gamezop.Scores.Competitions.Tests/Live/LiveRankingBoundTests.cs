using System.Net;
using Gamezop.Scores.Competitions.Tests.Endpoints;

namespace Gamezop.Scores.Competitions.Tests.Live;

/// <summary>Which rankings count towards the bound of those that are followed.</summary>
public sealed class LiveRankingBoundTests
{
    private const int Connections = 25;
    private const int RankingsEach = 20;

    private static readonly LeaderboardDefinition ByGame = new() { Id = "b", PartitionBy = LeaderboardPartition.Game };

    private static readonly LeaderboardDefinition ByCountry = new()
    {
        Id = "b",
        Window = LeaderboardWindow.Daily,
        PartitionBy = LeaderboardPartition.Country,
    };

    [Fact]
    public async Task Invented_partitions_do_not_keep_viewers_out()
    {
        await using var host = await CompetitionsHost.StartAsync(ByGame);
        await host.PostAsync("u1", 1);
        using var strangers = await FollowAsync(host, i => $"b,current,invented{i}");

        using var honest = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,current,NyM_JGWcx");

        var boards = new[] { await honest.BoardAsync(host), await honest.BoardAsync(host) };
        boards.Select(board => board.GetProperty("total").GetInt32()).Should().Equal(1, 1);
        boards.Select(board => board.GetProperty("partition").GetString() ?? "").Should().BeEquivalentTo("", "NyM_JGWcx");
    }

    [Fact]
    public async Task Countries_and_days_without_a_score_do_not_keep_viewers_out()
    {
        await using var host = await CompetitionsHost.StartAsync(ByCountry);
        await host.PostAsync("u1", 1, country: "IN");
        using var strangers = await FollowAsync(host, i =>
            $"b,2026-11-{20 + (i / 250)},{(char)('A' + (i % 250 / 25))}{(char)('a' + (i % 25))}");

        using var honest = await EventReader.OpenAsync(host.Client, "leaderboard=b,current,IN");

        (await honest.BoardAsync()).GetProperty("total").GetInt32().Should().Be(1);
    }

    /// <summary>As many as the bound allows, so that every one of theirs is followed; then somebody waits for the first score of a game.</summary>
    [Theory]
    [InlineData("b,current,NyM_JGWcx")]
    [InlineData("b,all,NyM_JGWcx")]
    public async Task Invented_partitions_do_not_keep_anybody_from_waiting_for_a_first_score(string ranking)
    {
        await using var host = await CompetitionsHost.StartAsync(ByGame);
        using var strangers = await FollowAsync(host, i => $"b,current,invented{i}");

        using var honest = await EventReader.OpenAsync(host.Client, $"leaderboard={ranking}&leaderboard=b&leaderboard=b,current,SJgx126Qc");

        for (var i = 0; i < 3; i++)
            (await honest.BoardAsync(host)).GetProperty("total").GetInt32().Should().Be(0);
        await host.PostAsync("u1", 1);
        var boards = new[] { await honest.BoardAsync(host), await honest.BoardAsync(host) };
        boards.Select(board => board.GetProperty("total").GetInt32()).Should().Equal(1, 1);
        boards.Select(board => board.GetProperty("partition").GetString() ?? "").Should().BeEquivalentTo("", "NyM_JGWcx");
    }

    [Fact]
    public async Task Sixty_strangers_with_invented_partitions_are_bounded_together()
    {
        await using var host = await CompetitionsHost.StartAsync(ByGame);
        var opened = new Readers();
        var refused = 0;
        for (var i = 0; i < 60; i++)
        {
            var query = Many($"b,current,invented{i}x", RankingsEach);
            using var answer = await host.Client.GetAsync(new Uri("/competitions/live?" + query, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            if (answer.IsSuccessStatusCode)
                opened.Add(await EventReader.OpenAsync(host.Client, query));
            else
                refused++;
        }

        using (opened)
            (opened.Count * RankingsEach).Should().BeLessThanOrEqualTo(500);
        refused.Should().Be(60 - Connections);
    }

    [Fact]
    public async Task Invented_partitions_are_bounded_and_take_no_place_from_real_rankings()
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveRankings = 20 }, ByGame);
        using var strangers = await EventReader.OpenAsync(host.Client, Many("b,current,invented", 20));

        var others = Many("b,current,another", 5);
        await host.GetAsync("/competitions/live?" + others).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        await host.GetAsync("/competitions/live?leaderboard=b&" + Many("b,all,another", 5)).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        using (var whole = await EventReader.OpenAsync(host.Client, "leaderboard=b&leaderboard=b,current,invented3"))
        {
            var boards = new[] { await whole.BoardAsync(host), await whole.BoardAsync(host) };
            boards.Select(board => board.GetProperty("total").GetInt32()).Should().Equal(0, 0);
        }
        await host.PostAsync("u1", 1);
        using (var real = await EventReader.OpenAsync(host.Client, "leaderboard=b,current,NyM_JGWcx"))
            (await real.BoardAsync(host)).GetProperty("total").GetInt32().Should().Be(1);

        strangers.Dispose();
        using var again = await OpenWhenThereIsRoomAsync(host, others);
        (await again.BoardAsync()).GetProperty("partition").GetString().Should().StartWith("another");
    }

    [Fact]
    public async Task Countries_and_days_without_a_score_are_bounded()
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveRankings = 3 }, ByCountry);
        using var strangers = await EventReader.OpenAsync(
            host.Client, "leaderboard=b,current,US&leaderboard=b,2026-11-22,US&leaderboard=b,2026-11-21");
        string[] others = ["b,current,IN", "b,2026-11-22,IN", "b,2026-11-20", "b,2026-11-19", "b,2026-11-18,IN"];

        await host.GetAsync("/competitions/live?leaderboard=" + string.Join("&leaderboard=", others)).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        using var allowed = await EventReader.OpenAsync(host.Client, "leaderboard=" + string.Join("&leaderboard=", others[1..]));
        foreach (var ranking in new[] { "b", "b,current,us", "b,2026-11-21" })
        {
            using var known = await EventReader.OpenAsync(host.Client, "leaderboard=" + ranking);
            (await known.BoardAsync()).GetProperty("total").GetInt32().Should().Be(0);
        }
    }

    [Fact]
    public async Task Rankings_that_get_their_first_scores_make_room_among_the_empty_ones()
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveRankings = 6 }, ByCountry);
        string[] countries = ["US", "FR", "DE", "IT", "ES", "GB"];
        using var first = await EventReader.OpenAsync(host.Client, string.Join('&', countries.Select(country => "leaderboard=b,current," + country)));
        var others = string.Join('&', new[] { "IN", "NP", "LK", "BD", "PK" }.Select(country => "leaderboard=b,current," + country));
        await host.GetAsync("/competitions/live?" + others).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);

        for (var i = 0; i < countries.Length; i++)
            (await first.BoardAsync()).GetProperty("total").GetInt32().Should().Be(0);
        foreach (var country in countries[1..])
            await host.PostAsync("u" + country, 1, country: country);
        for (var i = 1; i < countries.Length; i++)
            (await first.BoardAsync(host)).GetProperty("total").GetInt32().Should().Be(1);

        using var second = await OpenWhenThereIsRoomAsync(host, others);
        (await second.BoardAsync()).GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task The_whole_ranking_of_a_current_window_is_never_refused_for_what_others_follow()
    {
        var weekly = new LeaderboardDefinition { Id = "w", Window = LeaderboardWindow.Weekly };
        var always = new LeaderboardDefinition { Id = "a" };
        await using var host = await CompetitionsHost.StartAsync(
            new HostSetup { Options = options => options.MaxLiveRankings = 1 }, ByCountry, weekly, always);
        await host.PostAsync("u1", 1, country: "IN");
        await host.PostAsync("u2", 2, country: "US");
        using var strangers = await EventReader.OpenAsync(host.Client, "leaderboard=b,current,IN");

        await host.GetAsync("/competitions/live?leaderboard=b,current,US").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        string[] queries = ["leaderboard=b", "leaderboard=b&leaderboard=w&leaderboard=a,all", "leaderboard=a", "leaderboard=w&leaderboard=b,current,IN"];
        foreach (var query in queries)
        {
            using var whole = await EventReader.OpenAsync(host.Client, query);
            (await whole.BoardAsync(host)).GetProperty("total").GetInt32().Should().BePositive();
        }
    }

    [Fact]
    public async Task A_ranking_counts_once_however_it_is_asked_for()
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveRankings = 2 }, ByCountry);
        await host.PostAsync("u1", 1, country: "IN");
        await host.PostAsync("u2", 2, country: "US");
        string[] spellings =
        [
            "b", "b,current", "b,current,", "b,2026-11-23", "b,2026-11-23,", "b,current,IN", "b,current,in", "b,current,In",
            "b,2026-11-23,IN", "b,2026-11-23,iN",
        ];
        using var together = await EventReader.OpenAsync(host.Client, string.Join('&', spellings.Select(spelling => "leaderboard=" + spelling)));
        foreach (var spelling in spellings)
        {
            using var alone = await EventReader.OpenAsync(host.Client, "leaderboard=" + spelling);
            (await alone.BoardAsync()).GetProperty("id").GetString().Should().Be("b");
        }

        await host.GetAsync("/competitions/live?leaderboard=b,current,US").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        together.Dispose();

        using var again = await OpenWhenThereIsRoomAsync(host, "leaderboard=b,current,US");
        (await again.BoardAsync()).GetProperty("partition").GetString().Should().Be("US");
    }

    [Fact]
    public async Task An_empty_ranking_counts_from_its_first_score_on()
    {
        await using var host = await CompetitionsHost.StartAsync(new HostSetup { Options = options => options.MaxLiveRankings = 1 }, ByCountry);
        await host.PostAsync("u1", 1, country: "IN");
        using var empty = await EventReader.OpenAsync(host.Client, "leaderboard=b,current,US");
        (await empty.BoardAsync()).GetProperty("total").GetInt32().Should().Be(0);
        using (var other = await EventReader.OpenAsync(host.Client, "leaderboard=b,current,IN"))
            (await other.BoardAsync()).GetProperty("total").GetInt32().Should().Be(1);
        await host.PostAsync("u2", 2, country: "US");
        await host.PostAsync("u3", 3, country: "DE");
        (await empty.BoardAsync(host)).GetProperty("total").GetInt32().Should().Be(1);

        await host.GetAsync("/competitions/live?leaderboard=b&leaderboard=b,current,DE").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        using var same = await EventReader.OpenAsync(host.Client, "leaderboard=b,2026-11-23,US");
        (await same.BoardAsync()).GetProperty("partition").GetString().Should().Be("US");
    }

    [Theory]
    [InlineData("invented")]
    [InlineData("nym_jgwcx")]
    [InlineData("NyM_JGWcx%20")]
    public async Task A_game_that_a_board_does_not_count_is_no_partition_of_it(string partition)
    {
        await using var host = await CompetitionsHost.StartAsync(
            new LeaderboardDefinition { Id = "b", Games = ["NyM_JGWcx", "SJgx126Qc"], PartitionBy = LeaderboardPartition.Game });
        await host.PostAsync("u1", 1);

        await host.GetAsync("/competitions/live?leaderboard=b,current," + partition).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await host.GetAsync("/competitions/live?leaderboard=b&leaderboard=b,all," + partition).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await host.GetAsync("/competitions/leaderboards/b?partition=" + partition).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        using var live = await EventReader.OpenAsync(host.Client, "leaderboard=b,all,NyM_JGWcx&leaderboard=b,all,SJgx126Qc");
        // The one that is ready first comes first.
        var boards = new[] { await live.BoardAsync(host), await live.BoardAsync(host) };
        boards.ToDictionary(board => board.GetProperty("partition").GetString()!, board => board.GetProperty("total").GetInt32())
            .Should().Equal(new Dictionary<string, int> { ["NyM_JGWcx"] = 1, ["SJgx126Qc"] = 0 });
    }

    private static async Task<Readers> FollowAsync(CompetitionsHost host, Func<int, string> ranking)
    {
        var readers = new Readers();
        for (var i = 0; i < Connections; i++)
        {
            var rankings = Enumerable.Range(i * RankingsEach, RankingsEach).Select(j => "leaderboard=" + ranking(j)).Distinct();
            readers.Add(await EventReader.OpenAsync(host.Client, string.Join('&', rankings)));
        }

        return readers;
    }

    private static string Many(string ranking, int count) => string.Join('&', Enumerable.Range(0, count).Select(i => $"leaderboard={ranking}{i}"));

    // The server sees a little later that a reader has gone.
    private static async Task<EventReader> OpenWhenThereIsRoomAsync(CompetitionsHost host, string query)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using (var answer = await host.Client.GetAsync(new Uri("/competitions/live?" + query, UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead, timeout.Token))
            {
                if (answer.IsSuccessStatusCode)
                    return await EventReader.OpenAsync(host.Client, query);
            }

            await Task.Delay(10, timeout.Token);
        }
    }

    private sealed class Readers : List<EventReader>, IDisposable
    {
        public void Dispose() => ForEach(reader => reader.Dispose());
    }
}

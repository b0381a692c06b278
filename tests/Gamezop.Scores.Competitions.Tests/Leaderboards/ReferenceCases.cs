using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>The rules of ranking as cases that a person can check by hand.</summary>
public sealed class ReferenceCases
{
    [Fact]
    public async Task Two_users_with_one_gamePlayId_have_two_plays()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", 10, 0, play: "same"), Over("bob", 20, 0, play: "same"));
        (await world.ShowAsync("b")).Should().Be("1:bob=20 2:ann=10");
    }

    [Fact]
    public async Task One_play_on_two_leaderboards_is_two_plays()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", 10, 0, "p", leaderboard: "x_default"), Over("ann", 7, 0, "p", leaderboard: "x_speed"));
        (await world.ShowAsync("b")).Should().Be("1:ann=17");
    }

    [Fact]
    public async Task A_play_across_midnight_is_a_play_of_each_day_with_its_own_events()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Counts = LeaderboardCounts.Live });
        await world.HandleAsync(
            At(Noon.AddHours(12).AddSeconds(-1), "ann", 30, GameState.Playing), At(Noon.AddHours(12), "ann", 20, GameState.Playing), At(Noon.AddHours(12).AddSeconds(9), "ann", 25));
        (await world.ShowAsync(new("b", "2026-11-23"))).Should().Be("1:ann=30");
        (await world.ShowAsync(new("b", "2026-11-24"))).Should().Be("1:ann=25");
    }

    [Fact]
    public async Task Equal_scores_go_to_who_was_first_and_at_the_same_time_to_the_smaller_id()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Over("zoe", 5, 1), Over("bob", 5, 2), Over("ann", 5, 2), Over("\U0001F600", 5, 2), Over("\uFFFD", 5, 2));
        (await world.ShowAsync("b")).Should().Be("1:zoe=5 2:ann=5 3:bob=5 4:\uFFFD=5 5:\U0001F600=5");
    }

    [Theory]
    [InlineData(LeaderboardRanking.Ordinal, "1:a=9 2:b=7 3:c=7 4:d=5")]
    [InlineData(LeaderboardRanking.Competition, "1:a=9 2:b=7 2:c=7 4:d=5")]
    [InlineData(LeaderboardRanking.Dense, "1:a=9 2:b=7 2:c=7 3:d=5")]
    public async Task Equal_scores_show_the_rank_that_the_board_says(LeaderboardRanking ranking, string shown)
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Ranking = ranking });
        await world.HandleAsync(Over("d", 5), Over("c", 7, 2), Over("a", 9), Over("b", 7, 1));
        (await world.ShowAsync("b")).Should().Be(shown);
    }

    [Fact]
    public async Task A_repeated_delivery_counts_once()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", 10), Over("ann", 10));
        await world.HandleAsync(Over("ann", 10));
        (await world.ShowAsync("b")).Should().Be("1:ann=10");
    }

    [Fact]
    public async Task The_best_entry_takes_score_time_and_country_from_one_event()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Over("ann", 10, 9, country: "de"), Over("ann", 10, 3, country: "in"), Over("ann", 8, 1, country: "fr"));
        LeaderboardEntry entry = (await world.Boards.GetPageAsync("b")).Entries.Single();
        entry.Should().Be(new LeaderboardEntry { Rank = 1, UserId = "ann", Score = 10, AchievedAt = Noon.AddSeconds(3), Country = "IN" });
    }

    [Fact]
    public async Task The_latest_entry_is_the_play_that_decided_last()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Latest });
        await world.HandleAsync(Over("ann", 10, 1, "p1"), Over("ann", 3, 5, "p2"), Over("ann", 12, 2, "p3"));
        (await world.ShowAsync("b")).Should().Be("1:ann=3");
        // A better score of the same play was reached earlier: now p3 decided last.
        await world.HandleAsync(Over("ann", 4, 0, "p2"));
        (await world.ShowAsync("b")).Should().Be("1:ann=12");
    }

    [Fact]
    public async Task Sums_are_made_of_whole_thousandths_rounded_half_to_even()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", 0.0005, 1), Over("ann", 0.0015, 2), Over("ann", 0.1, 3), Over("ann", 0.2, 4));
        (await world.ShowAsync("b")).Should().Be("1:ann=0.302");
        (await world.Boards.GetPageAsync("b")).Entries.Single().AchievedAt.Should().Be(Noon.AddSeconds(4));
    }

    [Theory]
    [InlineData(0.0005000000000000001, 0.001)]
    [InlineData(8589934592.000502, 8589934592.001)]
    [InlineData(-8589934592.000502, -8589934592.001)]
    [InlineData(123456.0005, 123456)]
    [InlineData(123456.0015, 123456.002)]
    [InlineData(5e-324, 0)]
    public async Task What_is_just_past_a_half_is_no_half(double score, double sum)
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", score));
        (await world.Boards.GetPageAsync("b")).Entries.Single().Score.Should().Be(sum);
    }

    [Fact]
    public async Task A_score_that_sums_cannot_hold_is_listed_and_not_added()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", 9_000_000_001, 1), Over("ann", 5, 2), Over("bob", -9_000_000_001, 1));
        (await world.ShowAsync("b")).Should().Be("1:ann=5");
        (await world.Boards.GetUncountedAsync("b")).Select(e => (e.UserId, e.Reason)).Should().BeEquivalentTo([("ann", UncountedReason.OutOfRange), ("bob", UncountedReason.OutOfRange)]);
    }

    [Fact]
    public async Task A_sum_stops_where_doubles_lose_thousandths()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Enumerable.Range(0, 1002).Select(i => Over("ann", 9e9, i)));
        (await world.Boards.GetPageAsync("b")).Entries.Single().Score.Should().Be(9_007_199_254_740.992);
    }

    [Theory]
    [InlineData(LeaderboardCounts.Finals, "1:ann=20")]
    [InlineData(LeaderboardCounts.Live, "1:bob=90 2:ann=30 3:cid=-1")]
    public async Task Only_counting_events_put_a_user_on_the_board(LeaderboardCounts counts, string shown)
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Counts = counts });
        await world.HandleAsync(
            At(Noon, "ann", 0, GameState.Loaded), At(Noon, "ann", 0, GameState.Start), At(Noon.AddSeconds(1), "ann", 30, GameState.Playing), At(Noon.AddSeconds(2), "ann", 20),
            At(Noon, "bob", 90, GameState.LevelUp), At(Noon, "cid", -1, GameState.Playing), At(Noon, "dan", 0, GameState.Start), At(Noon, "eve", 5, GameState.Unknown));
        (await world.ShowAsync("b")).Should().Be(shown);
    }

    [Fact]
    public async Task An_ascending_board_is_not_led_by_who_has_only_begun()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Order = LeaderboardOrder.Ascending });
        await world.HandleAsync(At(Noon, "ann", 0, GameState.Start, "p"), Over("ann", 31.5, 9, "p"), Over("bob", 29, 9), At(Noon, "cid", 0, GameState.Loaded), Over("dan", -0.0, 1), Over("eve", 0.0, 0));
        (await world.ShowAsync("b")).Should().Be("1:eve=0 2:dan=0 3:bob=29 4:ann=31.5");
    }

    [Fact]
    public async Task A_user_stands_in_each_country_played_from_and_in_none_without_one()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", PartitionBy = LeaderboardPartition.Country });
        await world.HandleAsync(Over("ann", 10, 1, country: "in"), Over("ann", 20, 2, country: "DE"), Over("bob", 15, 1, country: "IN"), Over("cid", 99, 1, country: "IND"));
        (await world.ShowAsync("b")).Should().Be("1:cid=99 2:ann=20 3:bob=15");
        (await world.ShowAsync(new("b", Partition: "in"))).Should().Be("1:bob=15 2:ann=10");
        (await world.ShowAsync(new("b", Partition: "DE"))).Should().Be("1:ann=20");
        (await world.ShowAsync(new("b", Partition: "FR"))).Should().BeEmpty();
        await FluentActions.Awaiting(() => world.ShowAsync(new("b", Partition: "IND"))).Should().ThrowAsync<LeaderboardNotFoundException>();
    }

    [Fact]
    public async Task Lists_that_are_not_empty_must_all_match()
    {
        World world = await World.StartAsync(
            new LeaderboardDefinition { Id = "game", Games = ["g1"] },
            new LeaderboardDefinition { Id = "board", GamezopLeaderboards = ["l1"] },
            new LeaderboardDefinition { Id = "both", Games = ["g1"], GamezopLeaderboards = ["l1"] });
        await world.HandleAsync(Over("a", 1, game: "g1", leaderboard: "l1"), Over("b", 2, game: "g1"), Over("c", 3, game: "g2", leaderboard: "l1"), Over("d", 4, game: "G1", leaderboard: ""));
        (await world.ShowAsync("game")).Should().Be("1:b=2 2:a=1");
        (await world.ShowAsync("board")).Should().Be("1:c=3 2:a=1");
        (await world.ShowAsync("both")).Should().Be("1:a=1");
    }

    [Fact]
    public async Task Sources_that_are_listed_must_be_the_events_own()
    {
        World world = await World.StartAsync(
            new LeaderboardDefinition { Id = "web", Sources = ["web", "kiosk"] },
            new LeaderboardDefinition { Id = "app", Sources = ["app"], Games = ["g1"] },
            new LeaderboardDefinition { Id = "all" });
        await world.HandleAsync(
            Over("a", 1, game: "g1") with { Source = "web" }, Over("b", 2, game: "g1") with { Source = "app" }, Over("c", 3, game: "g2") with { Source = "app" },
            Over("d", 4, game: "g1"), Over("e", 5, game: "g1") with { Source = "Web" }, Over("f", 6, game: "g1") with { Source = "kiosk" });
        (await world.ShowAsync("web")).Should().Be("1:f=6 2:a=1");
        (await world.ShowAsync("app")).Should().Be("1:b=2");
        (await world.ShowAsync("all")).Should().Be("1:f=6 2:e=5 3:d=4 4:c=3 5:b=2 6:a=1");
    }

    [Fact]
    public async Task Future_events_are_quarantined_and_those_of_a_clock_a_little_ahead_are_not()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(
            Over("ann", 1) with { ReceivedAt = Noon.AddMinutes(-5) },
            Over("bob", 2) with { ReceivedAt = Noon.AddMinutes(-5).AddTicks(-1) });
        (await world.ShowAsync("b")).Should().Be("1:ann=1");
        world.Quarantined.Select(context => context.UserId).Should().Equal("bob");
    }

    [Fact]
    public async Task Late_is_judged_by_arrival_and_listed()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Grace = TimeSpan.FromMinutes(10) });
        DateTimeOffset midnight = Noon.AddHours(12);
        Event inTime = Over("ann", 1, 1) with { ReceivedAt = midnight.AddMinutes(10) };
        Event late = Over("bob", 2, 2) with { ReceivedAt = midnight.AddMinutes(10).AddTicks(1) };
        await world.HandleAsync(inTime, late, late);
        (await world.ShowAsync(new("b", "2026-11-23"))).Should().Be("1:ann=1");
        (await world.Boards.GetUncountedAsync("b")).Should().Equal(new UncountedEvent(late.Id, UncountedReason.Late, "2026-11-23", "bob", "NyM_JGWcx", "bob-2", 2, Noon.AddSeconds(2), late.ReceivedAt));
    }

    [Fact]
    public async Task An_event_older_than_the_ledger_is_late_even_where_time_has_no_windows()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Over("ann", 1) with { ReceivedAt = Noon.AddDays(30) }, Over("bob", 2) with { ReceivedAt = Noon.AddDays(30).AddTicks(1) });
        (await world.ShowAsync("b")).Should().Be("1:ann=1");
        (await world.Boards.GetUncountedAsync("b")).Single().UserId.Should().Be("bob");
    }
}

using CsCheck;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Where a score would be in a closed window, although users who had a place there were erased: counted by hand from the page at the close.</summary>
public sealed class ClosedRankTests
{
    private static readonly LeaderboardQuery Monday = new("b", "2026-11-23");

    private static readonly Gen<(int[] Scores, bool[] Erased, bool Ascending, LeaderboardRanking Ranking, int Score)> Cases =
        from scores in Gen.Int[0, 6].Array[1, 12]
        from erased in Gen.Bool.Array[12]
        from reversed in Gen.Bool
        from ranking in Gen.Enum<LeaderboardRanking>()
        from score in Gen.Int[-1, 14]
        select (scores, erased, reversed, ranking, score);

    public static TheoryData<LeaderboardRanking, LeaderboardOrder, int> Gaps => new()
    {
        { LeaderboardRanking.Competition, LeaderboardOrder.Descending, 3 }, { LeaderboardRanking.Dense, LeaderboardOrder.Descending, 3 },
        { LeaderboardRanking.Ordinal, LeaderboardOrder.Descending, 4 }, { LeaderboardRanking.Competition, LeaderboardOrder.Ascending, 2 },
        { LeaderboardRanking.Dense, LeaderboardOrder.Ascending, 2 }, { LeaderboardRanking.Ordinal, LeaderboardOrder.Ascending, 3 },
    };

    /// <summary>9, 7, 5 and 3, and whoever has 7 is erased: 5 is where it was.</summary>
    [Theory]
    [MemberData(nameof(Gaps))]
    public async Task A_score_that_somebody_has_keeps_its_rank_beside_a_gap(LeaderboardRanking ranking, LeaderboardOrder order, int rank)
    {
        var world = await ClosedAsync(ranking, order, 9, 7, 5, 3);
        await world.Players.EraseAsync("u1", "olga", "asked for it");
        var found = await world.Boards.GetRankAsync(Monday, 5);
        found.Rank.Should().Be(rank);
        found.Better.Should().Be(order == LeaderboardOrder.Descending ? 2 : 1);
        (await world.Boards.CountRangeAsync(Monday, 5, 5)).Should().Be(1);
        (await world.Boards.CountRangeAsync(Monday, 5, null)).Should().Be(3);
    }

    [Fact]
    public void Ranks_and_counts_are_those_of_the_close_wherever_they_can_be_known() =>
        Cases.Sample(@case => CheckAsync(@case).GetAwaiter().GetResult(), iter: 600);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_closed_window_keeps_the_numbers_that_it_was_closed_with(string engine)
    {
        using var file = new SqliteStoreFile();
        var store = engine == "sqlite" ? file.Open() : new MemoryLeaderboardStore();
        var world = await World.StartAsync(store, Board(LeaderboardRanking.Competition, LeaderboardOrder.Descending));
        await world.HandleAsync(Over("a", 9, 1), Over("b", 9, 2), Over("c", 9, 3), Over("d", 5, 4));
        await world.CloseAsync(Noon.AddDays(1));
        await world.Boards.ChangeAsync(Board(LeaderboardRanking.Dense, LeaderboardOrder.Descending));
        await CheckAsync();
        await world.RestartAsync(Board(LeaderboardRanking.Ordinal, LeaderboardOrder.Descending));
        await CheckAsync();
        await world.HandleAsync(At(Noon.AddDays(1), "a", 9, play: "t"), At(Noon.AddDays(1), "b", 9, play: "t"));
        (await world.Boards.GetRankAsync(new LeaderboardQuery("b", "2026-11-24"), 9)).Rank.Should().Be(3, "an open one has the new numbers");

        async Task CheckAsync()
        {
            (await world.ShowAsync(Monday)).Should().Be("1:a=9 1:b=9 1:c=9 4:d=5");
            (await world.Boards.GetRankAsync(Monday, 9)).Rank.Should().Be(1);
            (await world.Boards.GetRankAsync(Monday, 7)).Rank.Should().Be(4);
            (await world.Boards.GetRankAsync(Monday, 5)).Rank.Should().Be(4);
            (await world.Boards.GetRankAsync(Monday, 1)).Rank.Should().Be(5);
        }
    }

    private static LeaderboardDefinition Board(LeaderboardRanking ranking, LeaderboardOrder order) =>
        new() { Id = "b", Window = LeaderboardWindow.Daily, Ranking = ranking, Order = order };

    private static async Task<World> ClosedAsync(LeaderboardRanking ranking, LeaderboardOrder order, params IEnumerable<double> scores)
    {
        var world = await World.StartAsync(Board(ranking, order));
        await world.HandleAsync(scores.Select((score, i) => Over($"u{i}", score, i)));
        await world.CloseAsync(Noon.AddDays(1));
        return world;
    }

    private static async Task CheckAsync((int[] Scores, bool[] Erased, bool Ascending, LeaderboardRanking Ranking, int Score) @case)
    {
        var order = @case.Ascending ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending;
        var world = await ClosedAsync(@case.Ranking, order, @case.Scores.Select(score => score * 2.0));
        LeaderboardEntry[] all = [.. (await world.Boards.GetPageAsync(Monday, 0, 1000)).Entries];
        LeaderboardEntry[] gone = [.. all.Where((_, i) => @case.Erased[i])];
        foreach (var entry in gone)
            await world.Players.EraseAsync(entry.UserId, "olga", "asked for it");
        double score = @case.Score;
        LeaderboardEntry[] left = [.. all.Except(gone)];
        LeaderboardEntry[] better = [.. all.Where(entry => IsBetter(entry.Score, score))];
        var equal = all.Count(entry => entry.Score == score);
        var rank = 1 + @case.Ranking switch
        {
            LeaderboardRanking.Competition => better.Length,
            LeaderboardRanking.Dense => better.Select(entry => entry.Score).Distinct().Count(),
            _ => better.Length + equal,
        };
        var found = await world.Boards.GetRankAsync(Monday, score);
        found.Total.Should().Be(all.Length);

        // The scores of a gap between two places that are left lie between theirs: more than that is not known of them.
        var ahead = Array.FindLastIndex(all, entry => left.Contains(entry) && IsBetter(entry.Score, score)) + 1;
        var behind = Array.FindIndex(all, entry => left.Contains(entry) && IsBetter(score, entry.Score)) is >= 0 and var index ? index : all.Length;
        var isThere = left.Any(entry => entry.Score == score);
        if (isThere || !all[ahead..behind].Intersect(gone).Any())
        {
            found.Better.Should().Be(better.Length);
            if (@case.Ranking != LeaderboardRanking.Ordinal || !all[ahead..behind].Intersect(gone).Any())
                found.Rank.Should().Be(rank);
        }

        found.Better.Should().BeInRange(ahead, better.Length);
        found.Rank.Should().BeInRange(1, rank);
        if (!all[ahead..behind].Intersect(gone).Any())
            (await world.Boards.CountRangeAsync(Monday, score, score)).Should().Be(equal);

        bool IsBetter(double one, double than) => @case.Ascending ? one < than : one > than;
    }
}

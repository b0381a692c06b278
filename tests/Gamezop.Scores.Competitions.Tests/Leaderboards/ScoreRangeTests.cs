using CsCheck;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Rankings are asked by score: counted by hand from the page of everybody.</summary>
public sealed class ScoreRangeTests
{
    private static readonly double[] Scores = [-3, -0.0005, 0, 0.0004, 0.0005, 0.5, 1, 1.0015, 2, 5, 5, 7, 100, 8.9e9];

    private static readonly Gen<(int[] Scores, bool Ascending, bool Total, LeaderboardRanking Ranking, double? Min, double? Max, bool Closed)> Cases =
        from scores in Gen.Int[0, Scores.Length - 1].Array[0, 12]
        from reversed in Gen.Bool
        from total in Gen.Bool
        from ranking in Gen.Enum<LeaderboardRanking>()
        from min in Bound
        from max in Bound
        from closed in Gen.Bool
        select (scores, reversed, total, ranking, min, max, closed);

    private static Gen<double?> Bound => Gen.OneOf(
        Gen.Const((double?)null), Gen.Int[0, Scores.Length - 1].Select(i => (double?)Scores[i]), Gen.Double[-5, 10].Select(score => (double?)score), Gen.Int[0, 3].Select(i => (double?)new[] { 1e300, -1e300, 1.001, 0.001 }[i]));

    [Fact]
    public void Counts_lists_and_ranks_are_those_of_the_whole_ranking() => Cases.Sample(@case => CheckAsync(@case).GetAwaiter().GetResult(), iter: 400);

    [Fact]
    public async Task In_SQLite_a_closed_window_answers_alike_and_gaps_do_no_harm()
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(file.Open(), new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Ranking = LeaderboardRanking.Dense });
        await world.HandleAsync(Enumerable.Range(0, 300).Select(i => Over($"u{i:D3}", i / 2, i)));
        await world.CloseAsync(Noon.AddDays(1));
        var query = new LeaderboardQuery("b", "2026-11-23");
        (await world.Boards.CountRangeAsync(query, 10, 19)).Should().Be(20);
        LeaderboardRange range = await world.Boards.GetRangeAsync(query, 10, 19, 18, 5);
        (range.Count, range.Page.Total, range.Page.Entries.Count).Should().Be((20, 300, 2));
        range.Page.Entries.Select(entry => (entry.UserId, entry.Score, entry.Rank)).Should().Equal(("u020", 10, 140), ("u021", 10, 140));
        (await RankAsync(19.5)).Should().Be((131, 260));
        // 19 of them are erased, among them the best, the last, and those about the score that is asked for.
        foreach (int i in Enumerable.Range(36, 6).Concat([0, 1, 298, 299]))
            await world.Players.EraseAsync($"u{i:D3}", "olga", "asked for it");
        (await world.Boards.CountRangeAsync(query, null, null)).Should().Be(300);
        (await world.Boards.GetRangeAsync(query, 17, 22)).Page.Entries.Should().HaveCount(6);
        (await RankAsync(1000)).Should().Be((1, 0));
        (await RankAsync(-1)).Rank.Should().Be(150, "the last one left has number 149");
        (await RankAsync(10)).Should().Be((140, 278));

        async Task<(int Rank, int Better)> RankAsync(double score) => await world.Boards.GetRankAsync(query, score) is var rank ? (rank.Rank, rank.Better) : default;
    }

    [Fact]
    public async Task A_page_around_a_user_is_full_where_so_many_are_ranked()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily });
        await world.HandleAsync(Enumerable.Range(1, 10).Select(i => Over($"u{i}", 100 - i, i)));
        foreach (bool closed in new[] { false, true })
        {
            if (closed)
                await world.CloseAsync(Noon.AddDays(1));
            (await PageAsync("u1", 2)).Should().Equal("u1", "u2", "u3", "u4", "u5");
            (await PageAsync("u2", 2)).Should().Equal("u1", "u2", "u3", "u4", "u5");
            (await PageAsync("u5", 2)).Should().Equal("u3", "u4", "u5", "u6", "u7");
            (await PageAsync("u10", 2)).Should().Equal("u6", "u7", "u8", "u9", "u10");
            (await PageAsync("u9", 8)).Should().HaveCount(10);
            (await PageAsync("u9", 0)).Should().Equal("u9");
        }

        (await world.Boards.GetUserPageAsync(new LeaderboardQuery("b", "2026-11-23"), "nobody")).Should().BeNull();

        async Task<IEnumerable<string>> PageAsync(string user, int around) =>
            (await world.Boards.GetUserPageAsync(new LeaderboardQuery("b", "2026-11-23"), user, around))!.Neighbours.Select(entry => entry.UserId);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.Boards.Awaiting(boards => boards.CountRangeAsync("b", 2, 1)).Should().ThrowAsync<ArgumentException>().WithMessage("The lowest score is higher than the highest.*");
        await world.Boards.Awaiting(boards => boards.GetRangeAsync("b", double.NaN, 1)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await world.Boards.Awaiting(boards => boards.GetRangeAsync("b", 1, 2, 0, 1001)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await world.Boards.Awaiting(boards => boards.GetRankAsync("b", double.PositiveInfinity)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await world.Boards.Awaiting(boards => boards.GetRankAsync("none", 1)).Should().ThrowAsync<LeaderboardNotFoundException>();
        (await world.Boards.GetRankAsync("b", 1)).Should().Match<LeaderboardRank>(rank => rank.Rank == 1 && rank.Better == 0 && rank.Total == 0);
    }

    private static async Task CheckAsync((int[] Scores, bool Ascending, bool Total, LeaderboardRanking Ranking, double? Min, double? Max, bool Closed) @case)
    {
        if (@case.Min > @case.Max)
            return;
        World world = await World.StartAsync(new LeaderboardDefinition
        {
            Id = "b",
            Window = LeaderboardWindow.Daily,
            Order = @case.Ascending ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
            Scoring = @case.Total ? LeaderboardScoring.Total : LeaderboardScoring.Best,
            Ranking = @case.Ranking,
        });
        await world.HandleAsync(@case.Scores.Select((score, i) => Over($"u{i}", Scores[score], i)));
        if (@case.Closed)
            await world.CloseAsync(Noon.AddDays(1));
        var query = new LeaderboardQuery("b", "2026-11-23");
        IReadOnlyList<LeaderboardEntry> all = (await world.Boards.GetPageAsync(query, 0, 1000)).Entries;
        LeaderboardEntry[] inside = [.. all.Where(entry => !(entry.Score < @case.Min) && !(entry.Score > @case.Max))];
        (await world.Boards.CountRangeAsync(query, @case.Min, @case.Max)).Should().Be(inside.Length);
        LeaderboardRange range = await world.Boards.GetRangeAsync(query, @case.Min, @case.Max, 1, 3);
        range.Count.Should().Be(inside.Length);
        range.Page.Total.Should().Be(all.Count);
        range.Page.Entries.Should().Equal(inside.Skip(1).Take(3));
        if (@case.Min is not { } score)
            return;
        LeaderboardEntry[] better = [.. all.Where(entry => @case.Ascending ? entry.Score < score : entry.Score > score)];
        LeaderboardRank rank = await world.Boards.GetRankAsync(query, score);
        (rank.Better, rank.Total).Should().Be((better.Length, all.Count));
        rank.Rank.Should().Be(1 + @case.Ranking switch
        {
            LeaderboardRanking.Competition => better.Length,
            LeaderboardRanking.Dense => better.Select(entry => entry.Score).Distinct().Count(),
            _ => better.Length + all.Count(entry => entry.Score == score),
        });
    }
}

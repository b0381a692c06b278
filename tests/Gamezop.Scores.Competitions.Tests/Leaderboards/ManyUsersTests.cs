using System.Globalization;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Real numbers of users on a real file: 100 thousand, or as many as <c>GAMEZOP_USERS</c> says.</summary>
public sealed class ManyUsersTests
{
    private static readonly int Users = int.Parse(Environment.GetEnvironmentVariable("GAMEZOP_USERS") ?? "100000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Ranks_equal_a_sort_of_the_ledger_before_and_after_a_restart()
    {
        using var file = new SqliteStoreFile();
        var random = new Random(4711);
        World world = await World.StartAsync(file.Open(), new LeaderboardDefinition { Id = "b", Ranking = LeaderboardRanking.Competition });
        var best = new Dictionary<string, (double Score, DateTimeOffset At)>();
        foreach (int[] numbers in Enumerable.Range(0, Users + (Users / 10)).Chunk(2_000))
        {
            // Each user once, and a tenth of them again; few scores for so many, so that there are ties.
            Event[] batch = [.. numbers.Select(i => Over($"user-{(i < Users ? i : random.Next(Users)).ToString(CultureInfo.InvariantCulture)}", random.Next(Users / 20), random.Next(30_000), $"p{i}"))];
            foreach (Event e in batch)
                if (!best.TryGetValue(e.Score.SubId, out var known) || e.Score.Score > known.Score || (e.Score.Score == known.Score && e.Score.Timestamp < known.At))
                    best[e.Score.SubId] = (e.Score.Score, e.Score.Timestamp);
            await world.HandleAsync(batch);
        }

        string[] sorted = [.. best.OrderByDescending(user => user.Value.Score).ThenBy(user => user.Value.At).ThenBy(user => user.Key, StringComparer.Ordinal).Select(user => user.Key)];
        await CompareAsync(world, sorted, best);
        await world.Players.EraseAsync(sorted[Users / 2], "test", "a gap nobody sees");
        world = await World.StartAsync(file.Open(), new LeaderboardDefinition { Id = "b", Ranking = LeaderboardRanking.Competition });
        await CompareAsync(world, [.. sorted.Where((_, position) => position != Users / 2)], best);
    }

    private static async Task CompareAsync(World world, string[] sorted, Dictionary<string, (double Score, DateTimeOffset At)> best)
    {
        int rank = 0, position = 0;
        double last = double.NaN;
        while (position < sorted.Length)
        {
            LeaderboardPage page = await world.Boards.GetPageAsync("b", position, 1_000);
            page.Total.Should().Be(sorted.Length);
            foreach (LeaderboardEntry entry in page.Entries)
            {
                (double score, DateTimeOffset at) = best[sorted[position++]];
                rank = score == last ? rank : position;
                last = score;
                if (entry != new LeaderboardEntry { Rank = rank, UserId = sorted[position - 1], Score = score, AchievedAt = at })
                    entry.Should().BeNull("at position {0} there should be {1}", position, sorted[position - 1]);
            }
        }
    }
}

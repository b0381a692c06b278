using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Oracle;

/// <summary>On a board without end plays that can no longer change are put together: nobody may see when.</summary>
public sealed class SettledPlaysTests
{
    private const int Days = 220;

    [Theory]
    [InlineData(LeaderboardScoring.Best, LeaderboardOrder.Descending, false)]
    [InlineData(LeaderboardScoring.Best, LeaderboardOrder.Descending, true)]
    [InlineData(LeaderboardScoring.Best, LeaderboardOrder.Ascending, false)]
    [InlineData(LeaderboardScoring.Best, LeaderboardOrder.Ascending, true)]
    [InlineData(LeaderboardScoring.Latest, LeaderboardOrder.Descending, false)]
    [InlineData(LeaderboardScoring.Latest, LeaderboardOrder.Descending, true)]
    [InlineData(LeaderboardScoring.Latest, LeaderboardOrder.Ascending, false)]
    [InlineData(LeaderboardScoring.Latest, LeaderboardOrder.Ascending, true)]
    [InlineData(LeaderboardScoring.Total, LeaderboardOrder.Descending, false)]
    [InlineData(LeaderboardScoring.Total, LeaderboardOrder.Descending, true)]
    [InlineData(LeaderboardScoring.Total, LeaderboardOrder.Ascending, false)]
    [InlineData(LeaderboardScoring.Total, LeaderboardOrder.Ascending, true)]
    public async Task Ranks_are_those_of_all_plays_and_few_are_kept(LeaderboardScoring scoring, LeaderboardOrder order, bool sqlite)
    {
        using var file = new SqliteStoreFile();
        ILeaderboardStore store = sqlite ? file.Open() : new MemoryLeaderboardStore();
        var board = new LeaderboardDefinition { Id = "b", Scoring = scoring, Order = order, Counts = order == LeaderboardOrder.Descending ? LeaderboardCounts.Live : LeaderboardCounts.Finals };
        World world = await World.StartAsync(store, board);
        var random = new Random(4711);
        List<Event> waiting = [.. Enumerable.Range(0, Days * 4).SelectMany(i => Play(random, i)).OrderBy(e => e.ReceivedAt)];
        List<Event> all = [.. waiting];
        int turn = 0;
        while (waiting.Count > 0)
        {
            Event[] batch = [.. waiting.Take(40).OrderBy(_ => random.Next()).Take(1 + random.Next(12))];
            DateTimeOffset latest = batch.Max(e => e.ReceivedAt);
            if (latest > world.Time.GetUtcNow())
                world.Time.SetUtcNow(latest);
            await world.HandleAsync(batch);
            waiting.RemoveAll(batch.Contains);
            world.OldestWaiting = waiting.Where(e => e.ReceivedAt <= world.Time.GetUtcNow()).Select(e => (DateTimeOffset?)e.ReceivedAt).Min();
            await world.CloseAsync();
            if (++turn % 40 == 0)
            {
                await world.RestartAsync();
                await CompareAsync(world, board, [.. all.Except(waiting)]);
            }
        }

        await CompareAsync(world, board, all);
        // More than half a year of plays, of which about forty days are kept.
        IReadOnlyList<StoredPlayer> players = await store.ReadPlayersAsync("b#1", [new PlayerRead(new PlayerKey("all", "", "ann"), null), new PlayerRead(new PlayerKey("all", "", "bob"), null)], default);
        players.Should().OnlyContain(player => player.Plays.Count > 0 && player.Plays.Count < Days);

        // Released by an operator long after: its play may be one of those that are not kept.
        string before = await world.ShowAsync("b");
        Event released = At(Noon.AddDays(3), "ann", order == LeaderboardOrder.Ascending ? -1e6 : 1e6, play: "play-12");
        await world.HandleAsync(released);
        (await world.ShowAsync("b")).Should().Be(before);
        (await world.Boards.GetUncountedAsync("b", max: 1000)).Should().Contain(e => e.EventId == released.Id && e.Reason == UncountedReason.Late);
    }

    // Scores of one play lie within a day, and some of them take weeks to arrive.
    private static IEnumerable<Event> Play(Random random, int number)
    {
        DateTimeOffset begin = Noon.AddDays(number / 4.0).AddSeconds(random.Next(3600));
        foreach (int _ in Enumerable.Range(0, 1 + random.Next(3)))
        {
            DateTimeOffset at = begin.AddSeconds(random.Next(80_000));
            Event e = At(at, number % 2 == 0 ? "ann" : "bob", random.Next(-20, 1000) + (random.Next(4) / 8.0), random.Next(4) == 0 ? GameState.Playing : GameState.Over, $"play-{number}");
            yield return e with { ReceivedAt = at.AddSeconds(1) + (random.Next(20) == 0 ? TimeSpan.FromDays(random.Next(29)) : TimeSpan.Zero) };
        }
    }

    private static async Task CompareAsync(World world, LeaderboardDefinition board, IReadOnlyList<Event> events)
    {
        var oracle = new Oracle(board, events, world.Time.GetUtcNow(), new HashSet<string>(), new HashSet<string>());
        (await world.Boards.GetPageAsync("b")).Entries.Should().Equal(oracle.Standings(oracle.Windows.Single(), "", out _).Select(place => place.Entry));
    }
}

using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

public sealed class HotBoardTests
{
    [Fact]
    public async Task A_board_that_is_busy_writing_keeps_no_other_one_waiting_and_answers()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, new LeaderboardDefinition { Id = "hot", Games = ["hot"] }, new LeaderboardDefinition { Id = "all" });
        await world.HandleAsync(Over("ann", 1, game: "hot"));
        var busy = new TaskCompletionSource();
        var writing = new TaskCompletionSource();
        store.OnWrite = scope =>
        {
            if (!scope.StartsWith("hot", StringComparison.Ordinal))
                return Task.CompletedTask;
            writing.TrySetResult();
            return busy.Task;
        };

        Task mixed = world.HandleAsync(Over("bob", 2, game: "hot"), Over("cid", 3, game: "cold"));
        await writing.Task;
        // The batch that has events of both boards, and one that comes after it.
        for (int i = 0; i < 3_000 && await world.ShowAsync("all") != "1:cid=3 2:bob=2 3:ann=1"; i++)
            await Task.Delay(10);
        (await world.ShowAsync("all")).Should().Be("1:cid=3 2:bob=2 3:ann=1");
        await world.HandleAsync(Over("dan", 4, game: "cold")).WaitAsync(TimeSpan.FromSeconds(30));

        (await world.ShowAsync("all")).Should().Be("1:dan=4 2:cid=3 3:bob=2 4:ann=1");
        (await world.ShowAsync("hot")).Should().Be("1:ann=1", "a board that is being written to is asked as always");
        mixed.IsCompleted.Should().BeFalse();
        busy.SetResult();
        await mixed;
        (await world.ShowAsync("hot")).Should().Be("1:bob=2 2:ann=1");
    }
}

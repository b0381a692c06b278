using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Competitions.Tests.Stores;

public sealed class MemoryStoreFixture : LeaderboardStoreFixture
{
    public override ILeaderboardStore Store { get; } = new MemoryLeaderboardStore();

    public override ValueTask<LeaderboardStoreState> OpenAsync() => Store.StartAsync(default);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class MemoryPlayers : PlayersSuite<MemoryStoreFixture>;

public sealed class MemoryClosing : ClosingSuite<MemoryStoreFixture>;

public sealed class MemoryUsersAndBoards : UsersAndBoardsSuite<MemoryStoreFixture>;

public sealed class MemoryCancellation : CancellationSuite<MemoryStoreFixture>;

public sealed class MemoryStoreConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<MemoryStoreFixture>(typeof(MemoryStoreConformance).Assembly).Should().BeEmpty();
}

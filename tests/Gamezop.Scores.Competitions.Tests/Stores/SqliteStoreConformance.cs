using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Competitions.Tests.Stores;

public sealed class SqliteStoreFixture : LeaderboardStoreFixture
{
    private readonly SqliteStoreFile _file = new();
    private ILeaderboardStore? _store;

    public override ILeaderboardStore Store => _store!;

    public override ValueTask<LeaderboardStoreState> OpenAsync()
    {
        _store = _file.Open();
        return _store.StartAsync(default);
    }

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class SqlitePlayers : PlayersSuite<SqliteStoreFixture>;

public sealed class SqliteClosing : ClosingSuite<SqliteStoreFixture>;

public sealed class SqliteUsersAndBoards : UsersAndBoardsSuite<SqliteStoreFixture>;

public sealed class SqliteCancellation : CancellationSuite<SqliteStoreFixture>;

public sealed class SqliteStoreConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<SqliteStoreFixture>(typeof(SqliteStoreConformance).Assembly).Should().BeEmpty();
}

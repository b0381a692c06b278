using Gamezop.Scores.Competitions.Tests.Tournaments;
using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Competitions.Tests.Stores;

public sealed class MemoryTournamentStoreFixture : TournamentStoreFixture
{
    public override ITournamentStore Store { get; } = new MemoryTournamentStore();

    public override ValueTask<TournamentStoreState> OpenAsync() => Store.StartAsync(default);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteTournamentStoreFixture : TournamentStoreFixture
{
    private readonly SqliteTournamentFile _file = new();
    private ITournamentStore? _store;

    public override ITournamentStore Store => _store!;

    public override ValueTask<TournamentStoreState> OpenAsync()
    {
        _store = _file.Open().Tournaments;
        return _store.StartAsync(default);
    }

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class MemoryOccurrences : OccurrencesSuite<MemoryTournamentStoreFixture>;

public sealed class MemoryTournamentPlayersConformance : TournamentPlayersSuite<MemoryTournamentStoreFixture>;

public sealed class SqliteOccurrences : OccurrencesSuite<SqliteTournamentStoreFixture>;

public sealed class SqliteTournamentPlayers : TournamentPlayersSuite<SqliteTournamentStoreFixture>;

public sealed class TournamentStoreConformance
{
    [Fact]
    public void Every_suite_is_run_in_memory() => Suites.LeftOut<MemoryTournamentStoreFixture>(typeof(TournamentStoreConformance).Assembly).Should().BeEmpty();

    [Fact]
    public void Every_suite_is_run_in_SQLite() => Suites.LeftOut<SqliteTournamentStoreFixture>(typeof(TournamentStoreConformance).Assembly).Should().BeEmpty();
}

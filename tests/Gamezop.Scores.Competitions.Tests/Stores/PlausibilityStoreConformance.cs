using Gamezop.Scores.Competitions.Tests.Tournaments;
using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Competitions.Tests.Stores;

public sealed class MemoryPlausibilityStoreFixture : PlausibilityStoreFixture
{
    public override IPlausibilityStore Store { get; } = new MemoryPlausibilityStore();

    public override ValueTask OpenAsync() => Store.StartAsync(default);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SqlitePlausibilityStoreFixture : PlausibilityStoreFixture
{
    private readonly SqliteTournamentFile _file = new();
    private IPlausibilityStore? _store;

    public override IPlausibilityStore Store => _store!;

    public override ValueTask OpenAsync()
    {
        _store = _file.Open().Plausibility;
        return _store.StartAsync(default);
    }

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class MemoryDossiers : DossiersSuite<MemoryPlausibilityStoreFixture>;

public sealed class MemoryJudgedPlays : JudgedPlaysSuite<MemoryPlausibilityStoreFixture>;

public sealed class SqliteDossiers : DossiersSuite<SqlitePlausibilityStoreFixture>;

public sealed class SqliteJudgedPlays : JudgedPlaysSuite<SqlitePlausibilityStoreFixture>;

public sealed class PlausibilityStoreConformance
{
    [Fact]
    public void Every_suite_is_run_in_memory() => Suites.LeftOut<MemoryPlausibilityStoreFixture>(typeof(PlausibilityStoreConformance).Assembly).Should().BeEmpty();

    [Fact]
    public void Every_suite_is_run_in_SQLite() => Suites.LeftOut<SqlitePlausibilityStoreFixture>(typeof(PlausibilityStoreConformance).Assembly).Should().BeEmpty();
}

using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>One engine for tournaments, as the suites see it. Each test makes one of its own.</summary>
public abstract class TournamentStoreFixture : IAsyncDisposable
{
    public abstract ITournamentStore Store { get; }

    /// <summary>Opens the store: the first time, and again as after a restart.</summary>
    public abstract ValueTask<TournamentStoreState> OpenAsync();

    public abstract ValueTask DisposeAsync();
}

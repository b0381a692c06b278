using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>One engine for leaderboards, as the suites see it. Each test makes one of its own.</summary>
public abstract class LeaderboardStoreFixture : IAsyncDisposable
{
    public abstract ILeaderboardStore Store { get; }

    /// <summary>Opens the store: the first time, and again as after a restart.</summary>
    public abstract ValueTask<LeaderboardStoreState> OpenAsync();

    public abstract ValueTask DisposeAsync();
}

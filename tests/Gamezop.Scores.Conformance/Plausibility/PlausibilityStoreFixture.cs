using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>One engine for plausibility, as the suites see it. Each test makes one of its own.</summary>
public abstract class PlausibilityStoreFixture : IAsyncDisposable
{
    public abstract IPlausibilityStore Store { get; }

    /// <summary>Opens the store: the first time, and again as after a restart.</summary>
    public abstract ValueTask OpenAsync();

    public abstract ValueTask DisposeAsync();
}

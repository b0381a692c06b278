using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>What the suites over plausibility share.</summary>
public abstract class PlausibilityStoreSuite<TFixture> : IAsyncLifetime
    where TFixture : PlausibilityStoreFixture, new()
{
    protected static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    protected TFixture Fixture { get; } = new();

    protected IPlausibilityStore Store => Fixture.Store;

    public Task InitializeAsync() => Fixture.OpenAsync().AsTask();

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();
}

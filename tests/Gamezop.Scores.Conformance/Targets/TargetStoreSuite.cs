using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>What the suites over targets and rewards share.</summary>
public abstract class TargetStoreSuite<TFixture> : IAsyncLifetime
    where TFixture : TargetStoreFixture, new()
{
    protected TFixture Fixture { get; } = new();

    protected ITargetStore Targets => Fixture.Targets;

    protected IRewardStore Rewards => Fixture.Rewards;

    public Task InitializeAsync() => Fixture.OpenAsync().AsTask();

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();

    protected static StoredReward Reward(string key, string user = "ann", RewardStatus status = RewardStatus.Owed, int second = 0) => TargetStoreFixture.Reward(key, user, status, second);

    protected async Task<StoredReward?> FindAsync(string key) => (await Rewards.FindAsync([key], default)).SingleOrDefault();
}

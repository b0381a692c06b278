using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>One engine for targets and rewards, as the suites see it. Each test makes one of its own.</summary>
public abstract class TargetStoreFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public abstract ITargetStore Targets { get; }

    public abstract IRewardStore Rewards { get; }

    /// <summary>Opens both stores: the first time, and again as after a restart.</summary>
    public abstract ValueTask OpenAsync();

    public abstract ValueTask DisposeAsync();

    public static StoredReward Reward(string key, string user = "ann", RewardStatus status = RewardStatus.Owed, int second = 0) => new()
    {
        Grant = new RewardGrant
        {
            Key = key,
            UserId = user,
            Source = RewardSource.Target,
            SourceId = "t",
            Period = "all",
            Reward = new Reward("coins", 50),
            EarnedAt = Start.AddSeconds(second),
        },
        Status = status,
        DueAt = Start.AddSeconds(second),
        ChangedAt = Start,
    };
}

namespace Gamezop.Scores.Competitions;

/// <summary>A new state of a progress, with the reward that it earns: one atomic step.</summary>
/// <param name="Key">Which progress.</param>
/// <param name="ExpectedVersion">What <see cref="StoredProgress.Version"/> was when the state was computed.</param>
/// <param name="FirstAt">The earliest timestamp of its events.</param>
/// <param name="Data">What is known of it.</param>
/// <param name="Parts">Plays that are new or have changed; the others stay.</param>
/// <param name="Reward">The reward; null for none. It goes to the engine's rewards, as <see cref="IRewardStore.AddAsync"/> would add it.</param>
public sealed record ProgressWrite(ProgressKey Key, long ExpectedVersion, DateTimeOffset FirstAt, ReadOnlyMemory<byte> Data, IReadOnlyList<ProgressPart> Parts, StoredReward? Reward)
{
    /// <summary>When its period is over; null for a period that never is. See <see cref="ITargetStore.SettleAsync"/>.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

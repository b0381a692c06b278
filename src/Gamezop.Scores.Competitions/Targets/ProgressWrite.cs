namespace Gamezop.Scores.Competitions;

/// <summary>A new state of a progress, with what it means for its reward: one atomic step.</summary>
/// <param name="Key">Which progress.</param>
/// <param name="ExpectedVersion">What <see cref="StoredProgress.Version"/> was when the state was computed.</param>
/// <param name="FirstAt">The earliest timestamp of its events.</param>
/// <param name="Data">What is known of it.</param>
/// <param name="Parts">Plays that are new or have changed; the others stay.</param>
/// <param name="Reward">
/// The reward; null for none. It goes to the engine's rewards: with version 0 as <see cref="IRewardStore.AddAsync"/> would add it, otherwise as
/// <see cref="IRewardStore.WriteAsync"/> would change it, and then nothing is written when the reward has another version.
/// </param>
public sealed record ProgressWrite(ProgressKey Key, long ExpectedVersion, DateTimeOffset FirstAt, ReadOnlyMemory<byte> Data, IReadOnlyList<ProgressPart> Parts, StoredReward? Reward)
{
    /// <summary>When its period is over; null for a period that never is. See <see cref="ITargetStore.SettleAsync"/>.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

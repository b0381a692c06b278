namespace Gamezop.Scores.Competitions;

/// <summary>Where a publisher pays rewards out. Registered by <c>AddRewardHandler</c>; made anew for each grant, in a scope of its own.</summary>
public interface IRewardHandler
{
    /// <summary>Pays a reward.</summary>
    /// <remarks>
    /// Called until it succeeds, with growing pauses, and after a crash once more: pay once per <see cref="RewardGrant.Key"/>. Whatever it throws counts as
    /// not paid; after the last attempt the grant waits among the dead letters.
    /// </remarks>
    /// <param name="grant">Who gets what for what.</param>
    /// <param name="cancellationToken">Cancelled when it takes too long, or the host stops.</param>
    /// <returns>A task that ends when the reward is paid for good.</returns>
    ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken);
}

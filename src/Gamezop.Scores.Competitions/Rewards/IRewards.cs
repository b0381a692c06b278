namespace Gamezop.Scores.Competitions;

/// <summary>The rewards that users have earned: for the publisher's pages, operators and accounts. From dependency injection.</summary>
/// <remarks>Every method throws <see cref="LeaderboardsNotReadyException"/> until the store is open.</remarks>
public interface IRewards
{
    /// <summary>Reads a user's rewards, the first earned first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The rewards; empty at the end.</returns>
    ValueTask<IReadOnlyList<UserReward>> ListAsync(string userId, UserReward? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>Reads one reward.</summary>
    /// <param name="key">Its <see cref="RewardGrant.Key"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The reward; null when there is none.</returns>
    ValueTask<UserReward?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads rewards in one state, e.g. <see cref="RewardStatus.DeadLetter"/> or <see cref="RewardStatus.ClawbackDue"/>, the first earned
    /// first.
    /// </summary>
    /// <param name="status">The state.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The rewards; empty at the end.</returns>
    ValueTask<IReadOnlyList<UserReward>> ListByStatusAsync(
        RewardStatus status, UserReward? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>Claims a reward for the user who earned it. Again comes to the same.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="key">The reward's <see cref="RewardGrant.Key"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What it came to.</returns>
    ValueTask<RewardClaim> ClaimAsync(string userId, string key, CancellationToken cancellationToken = default);

    /// <summary>Has a dead letter paid after all, with attempts counted anew.</summary>
    /// <param name="key">The reward's <see cref="RewardGrant.Key"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there was a dead letter of that key.</returns>
    ValueTask<bool> ReplayAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Has all dead letters paid that are there now.</summary>
    /// <param name="cancellationToken">Gives up; what was replayed until then stays so.</param>
    /// <returns>How many.</returns>
    ValueTask<int> ReplayAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes one reward back: before it is paid it is withdrawn, afterwards it is marked for clawback.</summary>
    /// <param name="key">The reward's <see cref="RewardGrant.Key"/>.</param>
    /// <param name="actor">Who asked for it; kept with it.</param>
    /// <param name="reason">Why; kept with it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it was there to be taken back.</returns>
    ValueTask<bool> WithdrawAsync(string key, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Takes a user's rewards back, all of them or those of one target or tournament. Later ones are not concerned.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="sourceId">The target's id or the tournament's occurrence; null for all.</param>
    /// <param name="actor">Who asked for it; kept with each.</param>
    /// <param name="reason">Why; kept with each.</param>
    /// <param name="cancellationToken">Gives up; what was taken back until then stays so.</param>
    /// <returns>How many were taken back.</returns>
    ValueTask<int> WithdrawAllAsync(string userId, string? sourceId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Says that a reward marked for clawback has been got back, or given up.</summary>
    /// <param name="key">The reward's <see cref="RewardGrant.Key"/>.</param>
    /// <param name="actor">Who says so; kept with it.</param>
    /// <param name="reason">What was done; kept with it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it was marked for clawback.</returns>
    ValueTask<bool> ConfirmClawbackAsync(string key, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Adds up what was earned, by day and kind, and what has become of it by now. Reads every reward of these days.</summary>
    /// <param name="from">The first day, in UTC.</param>
    /// <param name="to">The last day, in UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The sums by day and then by kind; days and kinds without rewards are left out.</returns>
    ValueTask<IReadOnlyList<RewardReconciliation>> ReconcileAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default);

    /// <summary>Writes what <see cref="ReconcileAsync"/> answers as a file for the accounts, in UTF-8.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="format">As which.</param>
    /// <param name="from">The first day, in UTC.</param>
    /// <param name="to">The last day, in UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when everything is written.</returns>
    ValueTask ExportAsync(Stream destination, RewardExportFormat format, DateOnly from, DateOnly to, CancellationToken cancellationToken = default);
}

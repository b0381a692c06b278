namespace Gamezop.Scores.Competitions;

/// <summary>Where rewards are kept. An engine (memory, SQLite, …) implements it; what the steps of a reward mean is written once above it.</summary>
/// <remarks>
/// Implementations are safe for concurrent use. What a call does to one reward is one atomic step, durable when the task ends. When a call throws, each of
/// its rewards has been changed as asked or not at all, and the caller repeats it.
/// </remarks>
public interface IRewardStore
{
    /// <summary>Opens the store and brings its schema up to date. Called before any other method; again when it has thrown.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>A task that ends when it can be used.</returns>
    /// <remarks>An engine that one process owns alone makes rewards that were under way due at once: whoever had begun with them is gone.</remarks>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Adds rewards. One whose key is there already, in whatever state, stays as it is.</summary>
    /// <param name="rewards">The rewards.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each, in the same order, whether it was added.</returns>
    ValueTask<IReadOnlyList<bool>> AddAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken);

    /// <summary>Changes rewards, each only when its version is still <see cref="StoredReward.Version"/>; kept with the version after it.</summary>
    /// <param name="rewards">The rewards as they shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each, in the same order, whether it was changed.</returns>
    ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken);

    /// <summary>Reads rewards by key.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Those that are there, in any order.</returns>
    ValueTask<IReadOnlyList<StoredReward>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Reads rewards page by page, by <see cref="RewardGrant.EarnedAt"/> and then by key (ordinal by UTF-8 bytes).</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The grant of the last one of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The rewards; empty at the end.</returns>
    ValueTask<IReadOnlyList<StoredReward>> ReadAsync(StoredRewardFilter filter, RewardGrant? after, int max, CancellationToken cancellationToken);

    /// <summary>Reads what is due, the longest due first.</summary>
    /// <param name="status">In which state.</param>
    /// <param name="now">Due at this instant or before.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The rewards.</returns>
    ValueTask<IReadOnlyList<StoredReward>> ReadDueAsync(RewardStatus status, DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Counts rewards.</summary>
    /// <param name="status">In which state.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many there are.</returns>
    ValueTask<long> CountAsync(RewardStatus status, CancellationToken cancellationToken);

    /// <summary>Puts rewards in the place of a user's: those of the user go, and these, which name nobody, stay in the books.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="nameless">What is kept of the user's rewards.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when nothing of the user's is left.</returns>
    ValueTask EraseAsync(string userId, IReadOnlyList<StoredReward> nameless, CancellationToken cancellationToken);
}

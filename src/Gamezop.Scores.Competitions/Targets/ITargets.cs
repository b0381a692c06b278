namespace Gamezop.Scores.Competitions;

/// <summary>The targets and users' progress towards them. From dependency injection.</summary>
/// <remarks>Methods that read or change something throw <see cref="LeaderboardsNotReadyException"/> until the targets have been read from the store.</remarks>
public interface ITargets
{
    /// <summary>All targets by id, also those that are over or still to come. Empty until they have been read from the store.</summary>
    IReadOnlyList<TargetDefinition> Definitions { get; }

    /// <summary>
    /// A user's progress towards each target that is for the user and is active now, by id: in the period of now, or where every play
    /// counts, in the one that began last.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The progress.</returns>
    ValueTask<IReadOnlyList<TargetProgress>> GetProgressAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>A user's progress towards one target in one period, e.g. a past one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="targetId">The target.</param>
    /// <param name="period">The period's key, as in <see cref="TargetProgress.Period"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The progress; null when there is no such target.</returns>
    ValueTask<TargetProgress?> GetPeriodAsync(string userId, string targetId, string period, CancellationToken cancellationToken = default);

    /// <summary>Adds a target. It stays after a restart where there is a store, and counts events from now on.</summary>
    /// <param name="definition">The target; copied.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when events count for it.</returns>
    /// <exception cref="TargetDefinitionException">The definition breaks a rule, or there is a target of that id.</exception>
    ValueTask AddAsync(TargetDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a target, except for what its goal measures and its period. Progress stays, and what was granted is not granted again: a new
    /// reward needs a new id.
    /// One that is configured is as configured again after the next start.
    /// </summary>
    /// <param name="definition">The target as it shall be; copied.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    /// <exception cref="TargetDefinitionException">The definition breaks a rule, or there is no target of that id, or it measures something else.</exception>
    ValueTask ChangeAsync(TargetDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a target with all progress. Rewards stay, and are not granted again should it come back. One that is configured comes back
    /// with the next start.
    /// </summary>
    /// <param name="targetId">The target.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveAsync(string targetId, CancellationToken cancellationToken = default);

    /// <summary>Lists events that some target would have counted had they not been late, or beyond what sums take; the first received first.</summary>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events; empty at the end.</returns>
    ValueTask<IReadOnlyList<UncountedEvent>> GetUncountedAsync(UncountedEvent? after = null, int max = 100, CancellationToken cancellationToken = default);
}

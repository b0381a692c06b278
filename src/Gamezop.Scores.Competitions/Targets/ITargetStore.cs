namespace Gamezop.Scores.Competitions;

/// <summary>
/// Where progress towards targets is kept. An engine (memory, SQLite, …) implements it beside its <see cref="IRewardStore"/>; goals and
/// periods are written once above it.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use. What a call does to one progress is one atomic step, its reward included, durable when the task ends. When a
/// call throws, each of its steps has happened or not, and the caller computes the call anew.
/// </remarks>
public interface ITargetStore
{
    /// <summary>Opens the store and brings its schema up to date. Called before any other method; again when it has thrown.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>What is kept; not the progress.</returns>
    ValueTask<TargetStoreState> StartAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a target, or its new definition.</summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SaveTargetAsync(StoredTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a target with all progress towards it. Its places stay taken. May be done in several steps, so that scores need not wait
    /// long; what a kill has cut off is finished at the next start.
    /// </summary>
    /// <param name="targetId">The target.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask RemoveTargetAsync(string targetId, CancellationToken cancellationToken);

    /// <summary>Reads progress and plays.</summary>
    /// <param name="reads">Which; each progress once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>One for each that was asked for, in the same order.</returns>
    ValueTask<IReadOnlyList<StoredProgress>> ReadAsync(IReadOnlyList<ProgressRead> reads, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the progress of a user that began last (<see cref="StoredProgress.FirstAt"/>) of a target, without plays. Of equal ones the
    /// greater period.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="targetId">The target.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The progress; null when the user has none.</returns>
    ValueTask<StoredProgress?> ReadLatestAsync(string userId, string targetId, CancellationToken cancellationToken);

    /// <summary>Reads all progress of a user, with all plays.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The progress, in any order.</returns>
    ValueTask<IReadOnlyList<StoredProgress>> ReadUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the progress of a user that has kept something of a play, each with all its plays. Without what <see cref="CleanAsync"/>
    /// removes: a part of its plays may be gone.
    /// </summary>
    /// <param name="play">The play, on whichever leaderboards.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The progress, in any order.</returns>
    ValueTask<IReadOnlyList<StoredProgress>> ReadPlayAsync(PlayId play, CancellationToken cancellationToken);

    /// <summary>
    /// Takes places, each in an atomic step of its own target: there are never more than <see cref="PlaceRequest.Places"/>. One that a
    /// progress has taken stays its own, and asked
    /// for again it is the same one.
    /// </summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each, in the same order, whether it has a place.</returns>
    ValueTask<IReadOnlyList<bool>> TakePlacesAsync(IReadOnlyList<PlaceRequest> requests, CancellationToken cancellationToken);

    /// <summary>
    /// Changes progress, and adds or changes its rewards. Each is refused when its version differs from the expected one, or that of a
    /// reward that is changed does: both are
    /// checked in the same atomic step.
    /// </summary>
    /// <param name="writes">What to change; each progress once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each, in the same order, what became of it.</returns>
    ValueTask<IReadOnlyList<ProgressWriteResult>> WriteAsync(IReadOnlyList<ProgressWrite> writes, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps that no event from before an instant counts any more where periods end: progress whose <see cref="ProgressWrite.EndsAt"/> is
    /// not later goes, by and by, with <see cref="CleanAsync"/>.
    /// </summary>
    /// <param name="through">The instant. An earlier one than before changes nothing.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SettleAsync(DateTimeOffset through, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the next rows of progress that is no longer needed, with its plays and the memory of whose a place is; the places stay taken.
    /// What a kill has interrupted goes on with the next call.
    /// </summary>
    /// <param name="max">How many rows at most, at least 1: so few that scores need not wait for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken);

    /// <summary>Removes the events listed as not counting that arrived before an instant, the first received first.</summary>
    /// <param name="receivedBefore">The instant.</param>
    /// <param name="max">How many rows at most, at least 1: so few that scores need not wait for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken);

    /// <summary>Lists events that do not count. One that is listed already stays as it is.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when they are listed.</returns>
    ValueTask AddUncountedAsync(IReadOnlyList<UncountedEvent> events, CancellationToken cancellationToken);

    /// <summary>Reads the events that do not count, the first received first.</summary>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events, by arrival and event id; empty at the end.</returns>
    ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(UncountedEvent? after, int max, CancellationToken cancellationToken);

    /// <summary>Removes everything that is kept of a user; rewards are not concerned. The user's places stay taken, by nobody.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask EraseAsync(string userId, CancellationToken cancellationToken);
}

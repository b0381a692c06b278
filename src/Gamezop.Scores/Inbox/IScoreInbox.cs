namespace Gamezop.Scores;

/// <summary>
/// Where accepted events wait until every handler is done with them, and are kept afterwards as the ledger. An engine (SQLite, PostgreSQL, …)
/// implements it; group commit, retry timing, ordering and the worker are written once above it.
/// </summary>
/// <remarks>
/// <para>A <em>delivery</em> is one event for all handlers or, after a failure, for one handler. Appending makes the first; settling ends a delivery
/// and makes one new delivery or dead letter for each handler that failed. So completion is kept for each event and handler.</para>
/// <para>Implementations are safe for concurrent use. What a call does to one event, one delivery or one dead letter is one atomic, durable step, and all of them have
/// happened when the task ends. When it throws (a connection that breaks while it commits), any of them may have happened: the caller repeats the call, and what
/// has happened already is then left alone. What cannot be done for now (disk full, database locked, gone, or owned by another process) throws <see cref="ScoreInboxException"/>;
/// the same call works again when the cause is gone, without a restart.</para>
/// </remarks>
public interface IScoreInbox
{
    /// <summary>
    /// Opens the store and brings its schema up to date. Called once when the host starts, before any other method, and again every second
    /// while it throws <see cref="ScoreInboxException"/> (until then the webhook answers 503). Any other exception stops the start.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>A task that ends when the store can be used.</returns>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Adds events, each id once: one that is known already, or comes twice in the list, changes nothing.</summary>
    /// <param name="events">At least one event, in order of arrival.</param>
    /// <param name="cancellationToken">Gives up waiting; the events may have been added nevertheless.</param>
    /// <returns>What became of each event, in the same order.</returns>
    ValueTask<IReadOnlyList<InboxAppend>> AppendAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancellationToken);

    /// <summary>Takes deliveries that are due, so that nobody else gets them for the duration.</summary>
    /// <param name="max">How many at most.</param>
    /// <param name="duration">How long they are taken for. One that is not settled or renewed by then can be leased again.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>First deliveries in order of arrival, and retries that are due; empty when there are none.</returns>
    ValueTask<IReadOnlyList<InboxDelivery>> LeaseAsync(int max, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Prolongs leases that still hold; zero gives the deliveries back at once.</summary>
    /// <param name="deliveries">What <see cref="LeaseAsync"/> gave out.</param>
    /// <param name="duration">How long from now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is done.</returns>
    ValueTask RenewAsync(IReadOnlyList<InboxDelivery> deliveries, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>
    /// Ends deliveries: each one is replaced by what its failures ask for; without failures it is complete. A delivery that has been settled
    /// already (its lease had run out, and somebody else was quicker) is left alone, with its failures.
    /// </summary>
    /// <param name="settlements">At least one; each delivery once.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is durable.</returns>
    ValueTask SettleAsync(IReadOnlyList<InboxSettlement> settlements, CancellationToken cancellationToken);

    /// <summary>
    /// Writes something and takes it away again, for nothing but to learn whether an event could be kept now. Called when nothing was appended for a while,
    /// and every few seconds while the inbox is in trouble: it fails where an event of the usual size would, e.g. when there is no room.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is durable.</returns>
    ValueTask ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Counts what waits and what was set aside. Called every few seconds.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The figures of this moment.</returns>
    ValueTask<InboxStatistics> GetStatisticsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// When the oldest event arrived that a handler has not finished with: first deliveries (they are for all handlers) and this handler's retries,
    /// leased or not. Dead letters and quarantine do not wait.
    /// </summary>
    /// <param name="handler">The handler's name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// Its <see cref="InboxEvent.ReceivedAt"/>; null when nothing waits. Oldest by the order in which the inbox took events in: one that was released
    /// from quarantine counts as taken in then, though it arrived earlier.
    /// </returns>
    ValueTask<DateTimeOffset?> GetOldestWaitingAsync(string handler, CancellationToken cancellationToken);

    /// <summary>Reads the ledger: every accepted event that is kept, handled or not, in order of arrival.</summary>
    /// <param name="receivedFrom">The least <see cref="InboxEvent.ReceivedAt"/> wanted.</param>
    /// <param name="after"><see cref="LedgerPage.Next"/> of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The events and where to go on.</returns>
    ValueTask<LedgerPage> ReadAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken);

    /// <summary>Removes events that every handler is done with, the oldest first. An event that waits, has a dead letter, or is
    /// in quarantine for one handler stays: when it is released it must go to that handler alone.</summary>
    /// <param name="receivedBefore">Only events that arrived before this.</param>
    /// <param name="max">How many at most: the caller goes in small steps, so that intake never waits long.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> when there are no more.</returns>
    ValueTask<int> PruneAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything that is kept of a user: events, waiting deliveries, dead letters, and the quarantined events that claim the user (<see cref="QuarantinedEvent.Claims"/>).
    /// Unreadable bodies belong to nobody and stay: whoever erases looks through them, as dead letters.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up waiting; a part may have been removed by then.</param>
    /// <returns>How many events were removed.</returns>
    ValueTask<int> EraseUserAsync(string userId, CancellationToken cancellationToken);
}

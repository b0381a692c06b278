namespace Gamezop.Scores.Storage;

/// <summary>
/// The append-only log of accepted events, in partitions by user, with a position in each partition for every consumer (a handler). An
/// engine (memory, SQLite, …)
/// implements it; group commit, reading ahead, order within a user, retry delays, time limits and the share of partitions per node are written once above it.
/// </summary>
/// <remarks>
/// <para>Implementations are safe for concurrent use, by several nodes where the engine has more than one. All times that are kept or compared come from the
/// store's clock, which never gives an earlier time than it gave before to any node; callers pass durations.</para>
/// <para>Each method is one atomic, durable step for each event, commit or entry that it is about, and all of them have happened when the
/// task ends. When it throws
/// (e.g. because a connection breaks during the commit), any of them may have happened: the caller repeats the call, and what has happened
/// already is then left alone.
/// What cannot be done for now (disk full, database locked, gone, or owned by another process) throws <see cref="ScoreInboxException"/>;
/// the same call works again
/// when the cause is gone, without a restart.</para>
/// </remarks>
public interface IEventLog
{
    /// <summary>How many partitions there are. Fixed when the log is created; valid once <see cref="StartAsync"/> has ended.</summary>
    int PartitionCount { get; }

    /// <summary>
    /// Opens the store and brings its schema up to date. Called once when the host starts, before any other method, and again every second
    /// while it throws <see cref="ScoreInboxException"/> (until then the webhook answers 503). Any other exception stops the start.
    /// </summary>
    /// <remarks>An engine whose store belongs to one process frees all leases here: they are a dead process's.</remarks>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>A task that ends when the store can be used.</returns>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds events at the end of their partitions (<see cref="LogPartition.Of"/>), each id once: one that is known already, or comes twice
    /// in the list, changes nothing.
    /// </summary>
    /// <param name="events">
    /// At least one event, in order of arrival. One whose <see cref="StoredEvent.ReceivedAt"/> is the default value gets the store's time;
    /// another one keeps its own.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait; the events may be added nevertheless.</param>
    /// <returns>What became of each event, in the same order.</returns>
    ValueTask<IReadOnlyList<AppendedEvent>> AppendAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a partition in order of position, only up to the point before which nothing can be inserted any more. Events of one user stand
    /// in their order of arrival.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="after">The position to go on after; the default value begins.</param>
    /// <param name="max">The maximum number of events.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events and where to go on. An empty page means that there is nothing more for now.</returns>
    ValueTask<LogPage> ReadAsync(int partition, LogPosition after, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the kept events of all partitions, for rebuilds and exports. Each user's events come in order of arrival; there is no order between users.
    /// </summary>
    /// <param name="receivedFrom">The least <see cref="StoredEvent.ReceivedAt"/> wanted.</param>
    /// <param name="after"><see cref="LedgerPage.Next"/> of the page before; null to begin.</param>
    /// <param name="max">The maximum number of events.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events and where to go on.</returns>
    ValueTask<LedgerPage> ReadLedgerAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken);

    /// <summary>
    /// A node's heartbeat: registers the node and its consumers for the duration, and prolongs the leases that it owns and nobody has taken
    /// over meanwhile, even when they had expired.
    /// </summary>
    /// <remarks>
    /// A consumer that the log does not know gets its position in every partition here, in one step and once for all nodes: the end of the
    /// partition, or the beginning,
    /// by its <see cref="ConsumerRegistration.StartFrom"/>. An event whose append begins after this call ended is behind that position.
    /// </remarks>
    /// <param name="node">The node's id, unique for each run of a host.</param>
    /// <param name="consumers">The consumers that the node has. It replaces the list of the call before.</param>
    /// <param name="duration">How long the node counts as alive, and holds its leases, from now on.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>All nodes that are alive, and the state of each partition of each consumer that this node has.</returns>
    ValueTask<LogCluster> RenewAsync(string node, IReadOnlyList<ConsumerRegistration> consumers, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Takes partitions of a registered consumer that are free, or whose lease has expired, each under a higher epoch than ever before.</summary>
    /// <param name="node">The node's id. It has called <see cref="RenewAsync"/> before.</param>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="partitions">At least one partition.</param>
    /// <param name="duration">How long the lease holds unless it is renewed.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The leases of those partitions that it got. A partition that the node holds already is given again under a higher epoch.</returns>
    ValueTask<IReadOnlyList<ConsumerLease>> AcquireAsync(
        string node, string consumer, IReadOnlyList<int> partitions, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives leases back at once. Those that are somebody else's by now (the epoch differs) are passed over.</summary>
    /// <param name="leases">At least one lease.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when others can take them.</returns>
    ValueTask ReleaseAsync(IReadOnlyList<ConsumerLease> leases, CancellationToken cancellationToken);

    /// <summary>Takes a node off the list of those that are alive, when it stops.</summary>
    /// <param name="node">The node's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is done. What leases the node still has are given back too.</returns>
    ValueTask LeaveAsync(string node, CancellationToken cancellationToken);

    /// <summary>Moves consumers on: each commit is one atomic step of its position, its new retries and dead letters, and its settled retries.</summary>
    /// <remarks>
    /// A commit is refused when its lease's epoch is no longer the current one of that partition. The expiry of a lease alone refuses
    /// nothing. A refused commit changes nothing and does not
    /// hinder the others. A commit that is repeated after an unknown outcome is accepted again and changes nothing.
    /// </remarks>
    /// <param name="commits">At least one commit; at most one for each consumer and partition.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>For each commit, in the same order: true when it holds, false when it was refused.</returns>
    ValueTask<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<ConsumerCommit> commits, CancellationToken cancellationToken);

    /// <summary>Reads retries that are due, ordered by due time, then position. The lease of their partition makes them the caller's alone.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The retries.</returns>
    ValueTask<IReadOnlyList<LogRetry>> ReadRetriesAsync(RetryQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// An instant of the store's clock before which no received event can still come to a consumer: none that anybody is appending now
    /// (also when the caller of that append has given up),
    /// none behind its position, no retry. Dead letters and quarantine do not count.
    /// </summary>
    /// <remarks>
    /// For a consumer that nothing waits for it is about the store's present time. An event that is appended later with the store's time is
    /// not received before a horizon given earlier.
    /// </remarks>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The horizon; <see cref="DateTimeOffset.MinValue"/> for a consumer that the log does not know.</returns>
    ValueTask<DateTimeOffset> GetHorizonAsync(string consumer, CancellationToken cancellationToken);

    /// <summary>
    /// Removes events by age, the oldest first. An event stays while one of the named consumers has not reached it or has a retry of it,
    /// while any handler has a dead letter of it,
    /// and while it is in quarantine for one handler. Positions and retries of other consumers keep nothing; their retries go with the event.
    /// </summary>
    /// <param name="age">Only events that arrived at least so long ago, by the store's clock.</param>
    /// <param name="consumers">
    /// The consumers to wait for. Nothing is removed while the log does not know one of them: it may have been renamed or dropped since the
    /// caller learned of it, and what waits for it now goes by another name.
    /// </param>
    /// <param name="max">The maximum number of events: the caller goes in small steps, so that appends never wait long.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> when there are no more.</returns>
    ValueTask<int> PruneAsync(TimeSpan age, IReadOnlyList<string> consumers, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Says from when on events are kept: none that was received at or after this time has been removed, other than those of erased users.
    /// Kept with the events, in the same step as their removal; it never goes back.
    /// </summary>
    /// <remarks>It may be much later than the retention says, since an engine or its host removes events early where there is no room for more.</remarks>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The time; <see cref="DateTimeOffset.MinValue"/> while nothing has been removed.</returns>
    ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything that is kept of a user: events, retries, dead letters, what handlers keep of the events in quarantine, and the quarantined events
    /// that claim the user (<see cref="QuarantinedEvent.Claims"/>).
    /// Unreadable bodies belong to nobody and stay: whoever erases looks through them, as dead letters.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait; a part may have been removed by then.</param>
    /// <returns>How many events were removed, and up to where: all that had been appended before the call began, and maybe more.</returns>
    ValueTask<ErasedEvents> EraseUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes something and takes it away again, only to learn whether an event could be kept now. Called when nothing was appended for a while,
    /// and every few seconds while the log is in trouble: it fails where an event of the usual size would, e.g. when there is no room.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is durable.</returns>
    ValueTask ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Counts what waits and what was set aside. Called about every second by each node.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The figures; they may be some seconds old.</returns>
    ValueTask<EventLogStatistics> GetStatisticsAsync(CancellationToken cancellationToken);
}

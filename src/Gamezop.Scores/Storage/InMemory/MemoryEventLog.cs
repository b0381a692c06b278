namespace Gamezop.Scores.Storage;

/// <summary>
/// The event log in memory: the same rules as the others, and gone with the process. For tests, demonstrations, and scores that may be lost.
/// Several hosts of one process may share one instance; <paramref name="time"/> is the store's clock.
/// </summary>
internal sealed class MemoryEventLog(TimeProvider time, int partitionCount = 1) : IEventLog, IConsumerStore, IDeadLetterStore, IQuarantineStore
{
    private readonly Lock _lock = new();
    private readonly MemoryEvents _events = new(partitionCount);
    private readonly MemorySetAside _setAside = new();
    private readonly StoreClock _clock = new(time);

    public int PartitionCount => partitionCount;

    /// <summary>This log as all parts of an engine.</summary>
    public EventLogStores Stores => new() { Log = this, Consumers = this, DeadLetters = this, Quarantine = this };

    private MemoryConsumers Consumers => _events.Consumers;

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<AppendedEvent>> AppendAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken) => Locked(now =>
    {
        var results = new AppendedEvent[events.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = _events.Append(events[i], now);
        return (IReadOnlyList<AppendedEvent>)results;
    });

    public ValueTask<LogPage> ReadAsync(int partition, LogPosition after, int max, CancellationToken cancellationToken) => Locked(_ =>
    {
        var entries = _events[partition].After(after.Minor).Take(max)
            .Select(entry => new LogEntry { Position = entry.Position, Event = entry.Event }).ToList();
        return new LogPage
        {
            Entries = entries,
            Next = entries.Count < max ? new LogPosition(0, Math.Max(after.Minor, _events[partition].Last)) : entries[^1].Position,
        };
    });

    public ValueTask<LedgerPage> ReadLedgerAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken) =>
        Locked(_ => _events.ReadLedger(receivedFrom, after, max));

    public ValueTask<LogCluster> RenewAsync(
        string node, IReadOnlyList<ConsumerRegistration> consumers, TimeSpan duration, CancellationToken cancellationToken) =>
        Locked(_ => Consumers.Renew(node, consumers, _clock.Elapsed, duration));

    public ValueTask<IReadOnlyList<ConsumerLease>> AcquireAsync(
        string node, string consumer, IReadOnlyList<int> partitions, TimeSpan duration, CancellationToken cancellationToken) =>
        Locked(_ => Consumers.Acquire(node, consumer, partitions, _clock.Elapsed, duration));

    public async ValueTask ReleaseAsync(IReadOnlyList<ConsumerLease> leases, CancellationToken cancellationToken) => await Locked(_ =>
    {
        Consumers.Release(leases);
        return true;
    });

    public async ValueTask LeaveAsync(string node, CancellationToken cancellationToken) => await Locked(_ =>
    {
        Consumers.Leave(node);
        return true;
    });

    public ValueTask<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<ConsumerCommit> commits, CancellationToken cancellationToken) => Locked(now =>
    {
        var results = new bool[commits.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = Commit_NeedsLock(commits[i], now);
        foreach (var partition in commits.Select(commit => commit.Lease.Partition).Distinct())
            _events.Trim(partition);
        return (IReadOnlyList<bool>)results;
    });

    public ValueTask<IReadOnlyList<LogRetry>> ReadRetriesAsync(RetryQuery query, CancellationToken cancellationToken) =>
        Locked(now => Consumers.Find(query.Consumer)?.ReadDue(query, now) ?? []);

    public ValueTask<DateTimeOffset> GetHorizonAsync(string consumer, CancellationToken cancellationToken) => Locked(now =>
        Consumers.Find(consumer) is { } known ? _events.FindOldest(known) is { } oldest && oldest < now ? oldest : now : DateTimeOffset.MinValue);

    public ValueTask<int> PruneAsync(TimeSpan age, IReadOnlyList<string> consumers, int max, CancellationToken cancellationToken) =>
        Locked(now => _events.Prune(age, consumers, max, now));

    public ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken) => Locked(_ => _events.KeptFrom);

    public ValueTask<ErasedEvents> EraseUserAsync(string userId, CancellationToken cancellationToken) => Locked(_ =>
    {
        _setAside.EraseUser(userId);
        return _events.Erase(userId);
    });

    public ValueTask<EventLogStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => Locked(time =>
    {
        var now = _clock.Elapsed;
        var letters = _setAside.CountDeadLettersByHandler();
        var consumers = Consumers.All.Select(consumer => new ConsumerInfo
        {
            Name = consumer.Name,
            Waiting = _events.CountAfter(consumer, place => place.Number) + consumer.RetryCount,
            Backlog = _events.CountAfter(consumer, place => Math.Max(place.Number, place.ReplayedTo)) + consumer.RetryCount,
            Retries = consumer.RetryCount,
            OldestWaiting = _events.FindOldest(consumer),
            DeadLetters = letters.GetValueOrDefault(consumer.Name),
            IsLive = Consumers.IsLive(consumer.Name, now),
        });
        return new EventLogStatistics
        {
            Time = time,
            Consumers = [.. consumers],
            DeadLetters = _setAside.DeadLetterCount,
            Quarantined = _setAside.QuarantinedCount,
        };
    });

    public ValueTask<ConsumerChange> DropConsumerAsync(string name, AuditInfo audit, CancellationToken cancellationToken) => Change(name, null, audit);

    public ValueTask<ConsumerChange> RenameConsumerAsync(string name, string newName, AuditInfo audit, CancellationToken cancellationToken) =>
        Change(name, newName, audit);

    public ValueTask<IReadOnlyList<ConsumerAudit>> ListConsumerAuditAsync(int max, CancellationToken cancellationToken) =>
        Locked(_ => Consumers.ListAudit(max));

    public ValueTask<bool> AddUnreadableAsync(
        string eventId, ReadOnlyMemory<byte> body, string error, string? source, int capacity, CancellationToken cancellationToken) =>
        Locked(now => _setAside.AddUnreadable(eventId, body, error, source, capacity, now));

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string? after, int max, CancellationToken cancellationToken) =>
        Locked(_ => _setAside.ListLetters(after, max));

    public ValueTask<DeadLetter?> GetDeadLetterAsync(string id, CancellationToken cancellationToken) => Locked(_ => _setAside.GetLetter(id));

    public ValueTask<int> ReplayDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Locked(now => ids.Count(id =>
    {
        if (_setAside.TakeLetter(id) is not { } taken)
            return false;
        Consumers.Find(taken.Handler)?.SetRetry(taken.Entry, 0, now, taken.Number);
        return true;
    }));

    public ValueTask<int> DiscardDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Locked(_ => ids.Count(_setAside.Discard));

    public ValueTask<long> CountUnreadableAsync(CancellationToken cancellationToken) => Locked(_ => (long)_setAside.UnreadableCount);

    public ValueTask<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken) => Locked(now =>
    {
        var entry = _events.Find(storedEvent.EventId);
        // What was accepted is not kept from all handlers any more, and what was erased is not kept from a single one.
        return (handler is null) == (entry is not null)
            || _setAside.Quarantine(MemoryEvents.WithTime(storedEvent, now), reason, handler, capacity, capacityPerUser, entry);
    });

    public ValueTask<QuarantineCount> CountAsync(string eventId, string userId, string reason, CancellationToken cancellationToken) =>
        Locked(_ => _setAside.CountQuarantined(eventId, userId, reason, _events.Find(eventId) is not null));

    public ValueTask<QuarantineUsage> GetUsageAsync(int capacityPerUser, CancellationToken cancellationToken) =>
        Locked(_ => _setAside.GetUsage(capacityPerUser));

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync(string? after, int max, CancellationToken cancellationToken) =>
        Locked(_ => _setAside.ListQuarantined(after, max));

    public ValueTask<QuarantinedEvent?> GetQuarantinedAsync(string id, CancellationToken cancellationToken) => Locked(_ => _setAside.GetQuarantined(id));

    public ValueTask<int> ReleaseQuarantinedAsync(
        IReadOnlyList<QuarantineRelease> releases, CancellationToken cancellationToken) => Locked(now => releases.Count(release =>
    {
        if (_setAside.Unquarantine(release.Id) is not { } found)
            return false;
        if (found.Handler is not { } handler)
            _events.Append(found.Event.AsReleased(release.UserId, release.IsGenuine), now);
        else if (_events.Find(found.Event.EventId) is { } entry)
        {
            entry.Event = entry.Event.WithReleasedFor([.. entry.Event.ReleasedFor, handler]);
            Consumers.Find(handler)?.SetRetry(entry, 0, now, MemorySetAside.Number(release.Id));
        }
        return true;
    }));

    public ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Locked(_ => ids.Count(id => _setAside.Unquarantine(id) is not null));

    private ValueTask<T> Locked<T>(Func<DateTimeOffset, T> work)
    {
        lock (_lock)
            return new(work(_clock.Now));
    }

    private ValueTask<ConsumerChange> Change(string name, string? newName, AuditInfo audit) => Locked(now =>
    {
        var change = Consumers.Drop(name, newName, audit, now, _clock.Elapsed);
        if (change == ConsumerChange.Done && name != newName)
        {
            _setAside.MoveFrom(name, newName, now);
            _events.MoveReleases(name, newName);
        }
        return change;
    });

    private bool Commit_NeedsLock(ConsumerCommit commit, DateTimeOffset now)
    {
        if (Consumers.Find(commit.Lease.Consumer) is not { } consumer || consumer.Places[commit.Lease.Partition] is not { } place
            || place.Epoch != commit.Lease.Epoch)
            return false;
        foreach (var outcome in commit.Outcomes)
        {
            if (_events[commit.Lease.Partition].Find(outcome.Position.Minor) is not { } entry)
                continue;
            var replay = consumer.ReplayOf(entry);
            if (replay is null ? outcome.ReplayId == 0 && entry.Number > place.Number : replay == outcome.ReplayId)
                Settle_NeedsLock(consumer, entry, outcome, now);
        }
        place.Number = Math.Max(place.Number, commit.Position.Minor);
        return true;
    }

    private void Settle_NeedsLock(MemoryConsumer consumer, MemoryEntry entry, EventOutcome outcome, DateTimeOffset now)
    {
        switch (outcome.Kind)
        {
            case EventOutcomeKind.Done:
                consumer.RemoveRetry(entry);
                break;
            case EventOutcomeKind.Retry when !consumer.IsPostponed(entry, outcome.Attempts, now):
                consumer.SetRetry(entry, outcome.Attempts, now + outcome.Delay, outcome.ReplayId);
                break;
            case EventOutcomeKind.DeadLetter:
                consumer.RemoveRetry(entry);
                _setAside.Park(entry, consumer.Name, outcome.Attempts, outcome.Error, now);
                break;
            case EventOutcomeKind.PutAside when !consumer.HasRetry(entry):
                consumer.SetRetry(entry, 0, now, 0, isPutAside: true);
                break;
        }
    }
}

using System.Globalization;

namespace Gamezop.Scores.Storage;

/// <summary>
/// The event log in memory: the same rules as the others, and gone with the process. For tests, demonstrations, and scores that may be lost.
/// Several hosts of one process may share one instance; <paramref name="time"/> is the store's clock.
/// </summary>
internal sealed class MemoryEventLog(TimeProvider time, int partitionCount = 1) : IEventLog, IConsumerStore, IDeadLetterStore, IQuarantineStore
{
    /// <summary>So many events that every consumer has passed are kept at most, whatever the retention says: memory is bounded.</summary>
    private const int MaxHandled = 100_000;

    private readonly Lock _lock = new();
    private readonly MemoryPartition[] _partitions = [.. Enumerable.Range(0, partitionCount).Select(index => new MemoryPartition(index))];
    private readonly Dictionary<string, MemoryEntry> _events = [];
    private readonly MemorySetAside _setAside = new();
    private readonly StoreClock _clock = new(time);
    private MemoryConsumers? _consumers;
    private DateTimeOffset _keptFrom;

    public int PartitionCount => partitionCount;

    /// <summary>This log as all parts of an engine.</summary>
    public EventLogStores Stores => new() { Log = this, Consumers = this, DeadLetters = this, Quarantine = this };

    private MemoryConsumers Consumers => _consumers ??= new MemoryConsumers(_partitions);

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<AppendedEvent>> AppendAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken) => Locked(now =>
    {
        var results = new AppendedEvent[events.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = Append_NeedsLock(events[i], now);
        return (IReadOnlyList<AppendedEvent>)results;
    });

    public ValueTask<LogPage> ReadAsync(int partition, LogPosition after, int max, CancellationToken cancellationToken) => Locked(_ =>
    {
        var entries = _partitions[partition].After(after.Minor).Take(max)
            .Select(entry => new LogEntry { Position = entry.Position, Event = entry.Event }).ToList();
        return new LogPage
        {
            Entries = entries,
            Next = entries.Count < max ? new LogPosition(0, Math.Max(after.Minor, _partitions[partition].Last)) : entries[^1].Position,
        };
    });

    public ValueTask<LedgerPage> ReadLedgerAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken) => Locked(_ =>
    {
        var numbers = after is null ? new long[partitionCount] : [.. after.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        var events = new List<StoredEvent>();
        for (var i = 0; i < partitionCount; i++)
            foreach (var entry in _partitions[i].After(numbers[i]).TakeWhile(_ => events.Count < max))
            {
                numbers[i] = entry.Number;
                if (entry.Event.ReceivedAt >= receivedFrom)
                    events.Add(entry.Event);
            }

        return new LedgerPage { Events = events, Next = string.Join(' ', numbers) };
    });

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
            Trim_NeedsLock(partition);
        return (IReadOnlyList<bool>)results;
    });

    public ValueTask<IReadOnlyList<LogRetry>> ReadRetriesAsync(RetryQuery query, CancellationToken cancellationToken) =>
        Locked(now => Consumers.Find(query.Consumer)?.ReadDue(query, now) ?? []);

    public ValueTask<DateTimeOffset> GetHorizonAsync(string consumer, CancellationToken cancellationToken) => Locked(now =>
        Consumers.Find(consumer) is { } known ? Oldest_NeedsLock(known) is { } oldest && oldest < now ? oldest : now : DateTimeOffset.MinValue);

    public ValueTask<int> PruneAsync(
        TimeSpan age, IReadOnlyList<string> consumers, int max, CancellationToken cancellationToken) => Locked(now =>
    {
        var waitFor = consumers.Select(Consumers.Find).OfType<MemoryConsumer>().ToList();
        var old = _partitions
            .SelectMany(partition => partition.After(0))
            .Where(entry => now - entry.Event.ReceivedAt >= age && entry.Pins == 0)
            .Where(entry => waitFor.TrueForAll(consumer => consumer.Places[entry.Partition].Number >= entry.Number && !consumer.HasRetry(entry)))
            .OrderBy(entry => entry.Event.ReceivedAt).Take(max).ToList();
        old.ForEach(Prune_NeedsLock);
        return old.Count;
    });

    public ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken) => Locked(_ => _keptFrom);

    public ValueTask<int> EraseUserAsync(string userId, CancellationToken cancellationToken) => Locked(_ =>
    {
        _setAside.EraseUser(userId);
        var events = _partitions[LogPartition.Of(userId, partitionCount)].After(0).Where(entry => entry.Event.UserId == userId).ToList();
        events.ForEach(Remove_NeedsLock);
        return events.Count;
    });

    public ValueTask<EventLogStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => Locked(_ =>
    {
        var now = _clock.Elapsed;
        var letters = _setAside.CountDeadLettersByHandler();
        var consumers = Consumers.All.Select(consumer => new ConsumerInfo
        {
            Name = consumer.Name,
            Waiting = CountAfter_NeedsLock(consumer, place => place.Number) + consumer.RetryCount,
            Backlog = CountAfter_NeedsLock(consumer, place => Math.Max(place.Number, place.ReplayedTo)) + consumer.RetryCount,
            Retries = consumer.RetryCount,
            OldestWaiting = Oldest_NeedsLock(consumer),
            DeadLetters = letters.GetValueOrDefault(consumer.Name),
            IsLive = Consumers.IsLive(consumer.Name, now),
        });
        return new EventLogStatistics { Consumers = [.. consumers], DeadLetters = _setAside.DeadLetterCount, Quarantined = _setAside.QuarantinedCount };
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
        Consumers.Find(taken.Handler)?.SetRetry(taken.Entry, 0, now);
        return true;
    }));

    public ValueTask<int> DiscardDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Locked(_ => ids.Count(_setAside.Discard));

    public ValueTask<long> CountUnreadableAsync(CancellationToken cancellationToken) => Locked(_ => (long)_setAside.UnreadableCount);

    public ValueTask<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken) => Locked(now =>
        (handler is null && _events.ContainsKey(storedEvent.EventId)) || _setAside.Quarantine(
            WithTime(storedEvent, now), reason, handler, capacity, capacityPerUser, handler is null ? null : _events.GetValueOrDefault(storedEvent.EventId)));

    public ValueTask<QuarantineCount> CountAsync(string eventId, string userId, string reason, CancellationToken cancellationToken) =>
        Locked(_ => _setAside.CountQuarantined(eventId, userId, reason, _events.ContainsKey(eventId)));

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
        if (!Append_NeedsLock(found.Event.AsReleased(release.UserId, release.IsGenuine), now).IsAdded && found.Handler is { } handler)
        {
            var entry = _events[found.Event.EventId];
            entry.Event = entry.Event.AsReleased();
            Consumers.Find(handler)?.SetRetry(entry, 0, now);
        }
        return true;
    }));

    public ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Locked(_ => ids.Count(id => _setAside.Unquarantine(id) is not null));

    private static StoredEvent WithTime(StoredEvent storedEvent, DateTimeOffset now) =>
        storedEvent.ReceivedAt == default ? storedEvent.WithReceivedAt(now) : storedEvent;

    private ValueTask<T> Locked<T>(Func<DateTimeOffset, T> work)
    {
        lock (_lock)
            return new(work(_clock.Now));
    }

    private ValueTask<ConsumerChange> Change(string name, string? newName, AuditInfo audit) => Locked(now =>
    {
        var change = Consumers.Drop(name, newName, audit, now, _clock.Elapsed);
        if (change == ConsumerChange.Done && name != newName)
            _setAside.MoveLetters(name, newName, now);
        return change;
    });

    private AppendedEvent Append_NeedsLock(StoredEvent storedEvent, DateTimeOffset now)
    {
        if (_events.TryGetValue(storedEvent.EventId, out var known))
            return new AppendedEvent { IsAdded = false, ReceivedAt = known.Event.ReceivedAt };
        var kept = WithTime(storedEvent, now);
        _events.Add(kept.EventId, _partitions[LogPartition.Of(kept.UserId, partitionCount)].Add(kept));
        return new AppendedEvent { IsAdded = true, ReceivedAt = kept.ReceivedAt };
    }

    private bool Commit_NeedsLock(ConsumerCommit commit, DateTimeOffset now)
    {
        var partition = _partitions[commit.Lease.Partition];
        if (Consumers.Find(commit.Lease.Consumer) is not { } consumer || consumer.Places[commit.Lease.Partition] is not { } place
            || place.Epoch != commit.Lease.Epoch)
            return false;
        foreach (var outcome in commit.Outcomes)
        {
            if (partition.Find(outcome.Position.Minor) is not { } entry || (!consumer.HasRetry(entry) && entry.Number <= place.Number))
                continue;
            if (outcome.Kind != EventOutcomeKind.Retry)
                consumer.RemoveRetry(entry);
            else if (!consumer.IsPostponed(entry, outcome.Attempts, now))
                consumer.SetRetry(entry, outcome.Attempts, now + outcome.Delay);
            if (outcome.Kind == EventOutcomeKind.DeadLetter)
                _setAside.Park(entry, consumer.Name, outcome.Attempts, outcome.Error, now);
        }
        place.Number = Math.Max(place.Number, commit.Position.Minor);
        return true;
    }

    private long CountAfter_NeedsLock(MemoryConsumer consumer, Func<MemoryConsumer.Place, long> number) =>
        _partitions.Select((partition, i) => partition.CountAfter(number(consumer.Places[i]))).Sum();

    private DateTimeOffset? Oldest_NeedsLock(MemoryConsumer consumer) =>
        _partitions.Select((partition, i) => partition.OldestAfter(consumer.Places[i].Number)).Append(consumer.OldestRetry).Min();

    private void Trim_NeedsLock(int index)
    {
        if (Consumers.All.Count == 0)
            return;
        var partition = _partitions[index];
        partition.Pass(Consumers.All.Min(consumer => consumer.Places[index].Number));
        var max = MaxHandled / partitionCount;
        // Not one by one: each pass goes over those that must stay.
        if (partition.Handled <= Math.Max(partition.TrimAbove, max + (max / 8)))
            return;
        var free = partition.PassedByAll().Where(entry => entry.Pins == 0 && !Consumers.All.Any(consumer => consumer.HasRetry(entry)));
        foreach (var entry in free.Take(partition.Handled - max).ToList())
            Prune_NeedsLock(entry);
        partition.TrimAbove = partition.Handled + (max / 8);
    }

    private void Prune_NeedsLock(MemoryEntry entry)
    {
        if (entry.Event.ReceivedAt >= _keptFrom)
            _keptFrom = entry.Event.ReceivedAt.AddTicks(1);
        Remove_NeedsLock(entry);
    }

    private void Remove_NeedsLock(MemoryEntry entry)
    {
        foreach (var consumer in Consumers.All)
            consumer.RemoveRetry(entry);
        _partitions[entry.Partition].Remove(entry);
        _events.Remove(entry.Event.EventId);
    }
}

namespace Gamezop.Scores;

/// <summary>The inbox in memory: the same rules as the others, and gone with the process. For tests, demonstrations, and scores that may be lost.</summary>
internal sealed partial class VolatileInbox(TimeProvider time) : IScoreInbox
{
    /// <summary>So many handled events are kept at most, whatever the retention says: memory is not a ledger.</summary>
    private const int MaxHandled = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _events = [];
    private readonly SortedDictionary<long, Entry> _ledger = [];
    private readonly Dictionary<long, Waiting> _waiting = [];
    private readonly SortedSet<long> _ready = [];
    private readonly SortedSet<long> _readyRetries = [];
    private readonly SortedSet<(long Due, long Id)> _later = [];
    private readonly Queue<long> _handled = new();
    private long _lastEvent;
    private long _lastDelivery;

    public ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<InboxAppend>> AppendAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancellationToken)
    {
        var results = new InboxAppend[events.Count];
        lock (_lock)
        {
            for (var i = 0; i < results.Length; i++)
                results[i] = Append(events[i]) ? InboxAppend.Added : InboxAppend.Duplicate;
        }
        return ValueTask.FromResult<IReadOnlyList<InboxAppend>>(results);
    }

    public ValueTask<IReadOnlyList<InboxDelivery>> LeaseAsync(int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        var leased = new List<InboxDelivery>();
        lock (_lock)
        {
            var now = time.GetUtcNow().UtcTicks;
            while (_later.Count > 0 && _later.Min is var first && first.Due <= now)
            {
                _later.Remove(first);
                MakeReady(_waiting[first.Id]);
            }
            // Retries get half at most while first deliveries wait, so that a broken handler's backlog keeps nothing new out.
            var retries = Math.Min(_readyRetries.Count, Math.Max(max / 2, max - _ready.Count));
            Lease(_ready, max - retries);
            Lease(_readyRetries, retries);

            void Lease(SortedSet<long> ready, int count)
            {
                for (; count > 0 && ready.Count > 0; count--)
                {
                    var waiting = _waiting[ready.Min];
                    ready.Remove(waiting.Id);
                    Postpone(waiting, now + duration.Ticks);
                    leased.Add(new Delivery(waiting));
                }
            }
        }
        return ValueTask.FromResult<IReadOnlyList<InboxDelivery>>(leased);
    }

    public ValueTask RenewAsync(IReadOnlyList<InboxDelivery> deliveries, TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow().UtcTicks + duration.Ticks;
            foreach (var waiting in deliveries.Select(delivery => ((Delivery)delivery).Waiting))
                if (_later.Contains((waiting.Due, waiting.Id)))
                    Postpone(waiting, until);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask SettleAsync(IReadOnlyList<InboxSettlement> settlements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var settlement in settlements)
            {
                var waiting = ((Delivery)settlement.Delivery).Waiting;
                if (!Remove(waiting))
                    continue;
                foreach (var failure in settlement.Failures)
                {
                    if (failure.RetryAt is { } retryAt)
                        Postpone(Add(waiting.Entry, failure.Handler, failure.Attempts + 1), retryAt.UtcTicks);
                    else
                        Park(waiting.Entry, failure);
                }
                Release(waiting.Entry);
            }
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<InboxStatistics> GetStatisticsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(new InboxStatistics
            {
                Depth = _waiting.Count,
                OldestWaiting = Oldest(_waiting.Values),
                DeadLetters = _deadLetters.Count,
                Quarantined = _quarantined.Count,
            });
    }

    public ValueTask<DateTimeOffset?> GetOldestWaitingAsync(string handler, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(Oldest(_waiting.Values.Where(waiting => waiting.Handler is null || waiting.Handler == handler)));
    }

    public ValueTask<LedgerPage> ReadAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var position = after is null ? 0 : Number(after);
            var page = _ledger.Values.Where(entry => entry.Number > position && entry.Event.ReceivedAt >= receivedFrom).Take(max).ToList();
            return ValueTask.FromResult(new LedgerPage { Events = page.ConvertAll(entry => entry.Event), Next = page.Count == 0 ? after : Text(page[^1].Number) });
        }
    }

    public ValueTask<int> PruneAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var old = _ledger.Values.Where(entry => entry.Open == 0 && entry.Event.ReceivedAt < receivedBefore).Take(max).ToList();
            old.ForEach(Forget);
            return ValueTask.FromResult(old.Count);
        }
    }

    public ValueTask<int> EraseUserAsync(string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var waiting in _waiting.Values.Where(waiting => waiting.Entry.Event.UserId == userId).ToList())
                Remove(waiting);
            EraseSetAside(userId);
            var events = _ledger.Values.Where(entry => entry.Event.UserId == userId).ToList();
            events.ForEach(Forget);
            return ValueTask.FromResult(events.Count);
        }
    }

    private static DateTimeOffset? Oldest(IEnumerable<Waiting> waiting) => waiting.Min(one => (DateTimeOffset?)one.Entry.Event.ReceivedAt);

    private bool Append(InboxEvent inboxEvent)
    {
        var entry = new Entry(_lastEvent + 1, inboxEvent);
        if (!_events.TryAdd(inboxEvent.EventId, entry))
            return false;
        _lastEvent = entry.Number;
        _ledger.Add(entry.Number, entry);
        MakeReady(Add(entry, null, 1));
        return true;
    }

    private Waiting Add(Entry entry, string? handler, int attempt)
    {
        var waiting = new Waiting(++_lastDelivery, entry, handler, attempt);
        entry.Open++;
        _waiting.Add(waiting.Id, waiting);
        return waiting;
    }

    private bool Remove(Waiting waiting)
    {
        if (!_waiting.Remove(waiting.Id))
            return false;
        _ready.Remove(waiting.Id);
        _readyRetries.Remove(waiting.Id);
        _later.Remove((waiting.Due, waiting.Id));
        waiting.Entry.Open--;
        return true;
    }

    private void MakeReady(Waiting waiting) => (waiting.Handler is null ? _ready : _readyRetries).Add(waiting.Id);

    private void Postpone(Waiting waiting, long until)
    {
        _later.Remove((waiting.Due, waiting.Id));
        waiting.Due = until;
        _later.Add((until, waiting.Id));
    }

    /// <summary>An event that nothing waits for any more is only history.</summary>
    private void Release(Entry entry)
    {
        if (entry.Open > 0)
            return;
        _handled.Enqueue(entry.Number);
        while (_handled.Count > MaxHandled)
            if (_ledger.TryGetValue(_handled.Dequeue(), out var oldest) && oldest.Open == 0)
                Forget(oldest);
    }

    private void Forget(Entry entry)
    {
        _ledger.Remove(entry.Number);
        _events.Remove(entry.Event.EventId);
    }

    private sealed class Entry(long number, InboxEvent inboxEvent)
    {
        public long Number { get; } = number;

        public InboxEvent Event { get; set; } = inboxEvent;

        /// <summary>How many deliveries, dead letters and handlers that keep it from themselves need the event.</summary>
        public int Open { get; set; }
    }

    private sealed class Waiting(long id, Entry entry, string? handler, int attempt)
    {
        public long Id { get; } = id;

        public Entry Entry { get; } = entry;

        public string? Handler { get; } = handler;

        public int Attempt { get; } = attempt;

        /// <summary>When it can be leased (again), in ticks; 0 until it has been leased for the first time.</summary>
        public long Due { get; set; }
    }

    private sealed class Delivery(Waiting waiting) : InboxDelivery(waiting.Entry.Event, waiting.Handler, waiting.Attempt)
    {
        public Waiting Waiting { get; } = waiting;
    }
}

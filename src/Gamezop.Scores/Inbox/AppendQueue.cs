using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>
/// Group commit: the calls that come in while one append is under way share the next one. Each is answered when its own event is durable,
/// or when it has waited too long.
/// </summary>
internal sealed class AppendQueue : IDisposable
{
    private const int MaxGroup = 4_096;

    /// <summary>
    /// How often the next group yields to callers who have just been answered, so that it becomes a full one. Found with the benchmark <c>inbox</c>.
    /// </summary>
    private const int MaxYields = 50;

    private readonly IEventLog _log;
    private readonly ScoreInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly InboxMetrics _metrics;
    private readonly Lock _lock = new();
    private readonly ITimer _watch;
    private List<AppendWaiter> _queue = [];
    private List<AppendWaiter> _group = [];
    private int _waiting;
    private int _inGroup;
    private bool _isAppending;
    private bool _stopped;

    public AppendQueue(IEventLog log, ScoreInboxOptions options, TimeProvider time, InboxMetrics metrics)
    {
        _log = log;
        _options = options;
        _time = time;
        _metrics = metrics;
        var interval = options.AppendTimeout / 10;
        _watch = time.CreateTimer(static self => ((AppendQueue)self!).FailOverdue(), this, interval, interval);
    }

    /// <summary>Gets the events of each append that succeeded.</summary>
    public Action<IReadOnlyList<StoredEvent>>? Appended { get; set; }

    /// <summary>Appends one event together with those of other callers.</summary>
    /// <exception cref="ScoreInboxException">It is not known to be durable.</exception>
    public ValueTask<AppendedEvent> AppendAsync(StoredEvent storedEvent)
    {
        AppendWaiter waiter;
        var starts = false;
        lock (_lock)
        {
            if (_stopped)
                return ValueTask.FromException<AppendedEvent>(new ScoreInboxException(ScoreInboxProblem.Broken, "The host is stopping."));
            if (_waiting >= _options.MaxConcurrentAppends)
                return ValueTask.FromException<AppendedEvent>(new ScoreInboxException(ScoreInboxProblem.Full, "Too many calls wait for the inbox."));
            _waiting++;
            waiter = new AppendWaiter(storedEvent, _time.GetTimestamp());
            _queue.Add(waiter);
            if (!_isAppending)
                starts = _isAppending = true;
        }
        if (starts)
            ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.AppendAllAsync(), this, preferLocal: false);
        return waiter.Task;
    }

    public void Dispose()
    {
        _watch.Dispose();
        lock (_lock)
            _stopped = true;
    }

    /// <summary>Appends group after group until nobody waits.</summary>
    private async Task AppendAllAsync()
    {
        while (TakeGroup() is { } group)
        {
            var events = new StoredEvent[group.Count];
            for (var i = 0; i < events.Length; i++)
                events[i] = group[i].Event;
            var started = _time.GetTimestamp();
            var full = events.Length;
            try
            {
                var results = await _log.AppendAsync(events, CancellationToken.None);
                _metrics.Appended(events.Length, _time.GetElapsedTime(started));
                FreePlaces();
                full += Volatile.Read(ref _queue).Count;
                // First: a caller who has been answered may stop the host at once, which then looks for what is left.
                Appended?.Invoke(events);
                for (var i = 0; i < events.Length; i++)
                    group[i].Succeed(results[i]);
            }
            catch (Exception exception)
            {
                // An engine's unexpected exception must not end the loop: its callers get it as "broken".
                FreePlaces();
                Fail(group, ScoreInboxException.From(exception));
            }
            for (var i = 0; i < MaxYields && Volatile.Read(ref _queue).Count < full; i++)
                Thread.Yield();
        }
    }

    /// <summary>Places are free before their callers are answered: an answer may bring the next call at once.</summary>
    private void FreePlaces()
    {
        lock (_lock)
        {
            _waiting -= _inGroup;
            _inGroup = 0;
        }
    }

    private static void Fail(List<AppendWaiter> group, ScoreInboxException exception)
    {
        foreach (var waiter in group)
            waiter.Fail(exception);
    }

    private List<AppendWaiter>? TakeGroup()
    {
        lock (_lock)
        {
            _group.Clear();
            // Callers who have given up were answered 503 and will repeat the call.
            _waiting -= _queue.RemoveAll(static waiter => waiter.HasEnded);
            if (_queue.Count == 0)
            {
                _isAppending = false;
                return null;
            }
            if (_queue.Count > MaxGroup)
            {
                _group.AddRange(_queue.Take(MaxGroup));
                _queue.RemoveRange(0, MaxGroup);
            }
            else
            {
                (_queue, _group) = (_group, _queue);
            }
            _inGroup = _group.Count;
            return _group;
        }
    }

    private void FailOverdue()
    {
        List<AppendWaiter> overdue;
        var now = _time.GetTimestamp();
        lock (_lock)
            overdue = [.. _queue.Concat(_group).Where(waiter => !waiter.HasEnded && _time.GetElapsedTime(waiter.Since, now) >= _options.AppendTimeout)];
        if (overdue.Count > 0)
            Fail(overdue, new ScoreInboxException(ScoreInboxProblem.Slow, $"The inbox took longer than {_options.AppendTimeout}."));
    }
}

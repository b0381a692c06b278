namespace Gamezop.Scores;

/// <summary>
/// Group commit: the calls that come in while one append is under way share the next one. Each is answered when its own event is durable,
/// or when it has waited too long. A thread of its own appends: in the pool's queue the next group would wait behind the answers to the last one.
/// </summary>
internal sealed class InboxAppender : IScoreIntake, IDisposable
{
    private const int MaxGroup = 4096;
    private const int Patience = 20;

    private readonly IScoreInbox _inbox;
    private readonly ScoreInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly InboxMetrics _metrics;
    private readonly object _lock = new();
    private readonly ITimer _watch;
    private List<AppendWaiter> _queue = [];
    private List<AppendWaiter> _group = [];
    private int _waiting;
    private int _held;
    private bool _stopped;
    private DateTimeOffset _askedAt;

    public InboxAppender(IScoreInbox inbox, ScoreInboxOptions options, TimeProvider time, InboxMetrics metrics)
    {
        _inbox = inbox;
        _options = options;
        _time = time;
        _metrics = metrics;
        var interval = options.AppendTimeout / 10;
        _watch = time.CreateTimer(static self => ((InboxAppender)self!).FailOverdue(), this, interval, interval);
        new Thread(Loop) { IsBackground = true, Name = "Gamezop.Scores appender" }.Start();
    }

    /// <summary>Something was appended.</summary>
    public Action? Appended { get; set; }

    /// <summary>Appends one event together with those of other callers.</summary>
    /// <exception cref="ScoreInboxException">It is not known to be durable.</exception>
    public ValueTask<InboxAppend> AppendAsync(InboxEvent inboxEvent)
    {
        AppendWaiter waiter;
        lock (_lock)
        {
            // Nobody would ever answer it.
            if (_stopped)
                return ValueTask.FromException<InboxAppend>(new ScoreInboxException(ScoreInboxProblem.Broken, "The host is stopping."));
            if (_waiting >= _options.MaxConcurrentAppends)
                return ValueTask.FromException<InboxAppend>(new ScoreInboxException(ScoreInboxProblem.Full, "Too many calls wait for the inbox."));
            _waiting++;
            // Its time was taken before, and whoever has asked meanwhile was told that nothing earlier is under way.
            if (inboxEvent.ReceivedAt <= _askedAt)
                inboxEvent = inboxEvent.At(_askedAt.AddTicks(1));
            waiter = new AppendWaiter(inboxEvent, _time.GetTimestamp());
            _queue.Add(waiter);
            if (_queue.Count == 1)
                Monitor.Pulse(_lock);
            return waiter.Task;
        }
    }

    public DateTimeOffset? GetOldestUnderWay()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (now > _askedAt)
                _askedAt = now;
            // Of those that wait, who has given up is not appended any more. Of those that are being appended nobody can be called back.
            var waiting = _queue.Where(static waiter => !waiter.HasEnded).Min(static waiter => (DateTimeOffset?)waiter.Event.ReceivedAt);
            var appending = _held > 0 ? _group.Min(static waiter => (DateTimeOffset?)waiter.Event.ReceivedAt) : null;
            return waiting < appending || appending is null ? waiting : appending;
        }
    }

    public void Dispose()
    {
        _watch.Dispose();
        lock (_lock)
        {
            _stopped = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Appends group after group until nobody waits and nobody will.</summary>
    private void Loop()
    {
        while (Take() is { Count: > 0 } group)
        {
            var events = new InboxEvent[group.Count];
            for (var i = 0; i < events.Length; i++)
                events[i] = group[i].Event;
            var started = _time.GetTimestamp();
            try
            {
                var results = _inbox.AppendAsync(events, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                _metrics.Appended(events.Length, _time.GetElapsedTime(started));
                Release();
                for (var i = 0; i < events.Length; i++)
                    group[i].Succeed(results[i]);
                Appended?.Invoke();
            }
            catch (Exception exception)
            {
                // An engine's unexpected exception must not kill the loop: its callers learn of it as "broken".
                Release();
                Fail(group, exception as ScoreInboxException ?? new ScoreInboxException(ScoreInboxProblem.Broken, "The inbox failed: " + exception.Message, exception));
            }
            Gather(group.Count);
        }
    }

    /// <summary>Their places are free before they are answered: an answer may bring the next call at once.</summary>
    private void Release()
    {
        lock (_lock)
        {
            _waiting -= _held;
            _held = 0;
        }
    }

    /// <summary>Those who have just been answered may come back at once: a moment later the next group is a full one.</summary>
    private void Gather(int expected)
    {
        for (var i = 0; i < Patience && Volatile.Read(ref _queue).Count < expected / 2; i++)
            Thread.Yield();
    }

    private static void Fail(List<AppendWaiter> group, ScoreInboxException exception)
    {
        foreach (var waiter in group)
            waiter.Fail(exception);
    }

    private List<AppendWaiter> Take()
    {
        lock (_lock)
        {
            _group.Clear();
            // Who has given up need not be kept: the call was answered 503 and will be repeated.
            while (true)
            {
                _waiting -= _queue.RemoveAll(static waiter => waiter.HasEnded);
                if (_queue.Count > 0 || _stopped)
                    break;
                Monitor.Wait(_lock);
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
            _held = _group.Count;
            return _group;
        }
    }

    private void FailOverdue()
    {
        List<AppendWaiter> overdue = [];
        var now = _time.GetTimestamp();
        lock (_lock)
        {
            Collect(_queue);
            Collect(_group);
        }
        if (overdue.Count > 0)
            Fail(overdue, new ScoreInboxException(ScoreInboxProblem.Slow, $"The inbox took longer than {_options.AppendTimeout}."));

        void Collect(List<AppendWaiter> waiters)
        {
            foreach (var waiter in waiters)
                if (!waiter.HasEnded && _time.GetElapsedTime(waiter.Since, now) >= _options.AppendTimeout)
                    overdue.Add(waiter);
        }
    }
}

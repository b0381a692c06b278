using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Calls one handler with what its consumer has in hand: side by side over users, in order within a user, with a time limit for each call.
/// </summary>
internal sealed class HandlerCalls(
    HandlerSlot slot, HandlerLimits limits, ScorePipeline pipeline, IServiceScopeFactory scopes, InboxMetrics metrics, TimeProvider time, ILogger logger,
    Func<bool> mayStart, Action<ConsumerItem, Exception?> ended)
{
    private readonly Lock _lock = new();
    private readonly CallQueue _queue = new(slot.IsBatch, limits.BatchSize);
    private readonly HashSet<HandlerCall> _calls = [];
    private readonly FailureStreak _failures = new(slot, logger);
    private int _loops;
    private int _hanging;
    private volatile bool _isStopping;
    private volatile bool _isCancelled;

    /// <summary>
    /// Whether so many calls that were given up have still not returned that the handler gets no further ones: each may hold a thread, and a process has only
    /// so many.
    /// </summary>
    private bool IsBlocked => Volatile.Read(ref _hanging) >= limits.MaxHanging;

    public void Add(IEnumerable<ConsumerItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
                _queue.Add(item);
        }

        Pulse();
    }

    /// <summary>Goes on where nothing was allowed to start.</summary>
    public void Pulse()
    {
        var starts = 0;
        lock (_lock)
        {
            while (StartsLoop_NeedsLock())
                starts++;
        }

        for (; starts > 0; starts--)
            ThreadPool.UnsafeQueueUserWorkItem(static calls => _ = calls.LoopAsync(), this, preferLocal: false);
    }

    public bool IsCallingAny
    {
        get
        {
            lock (_lock)
                return _calls.Count > 0;
        }
    }

    /// <summary>Whether a call with events of a partition is under way.</summary>
    public bool IsCalling(PartitionProgress progress)
    {
        lock (_lock)
            return _calls.Any(call => call.Items.Any(item => item.Progress == progress));
    }

    /// <summary>Forgets what waits of partitions that are ending.</summary>
    public void DropEnding()
    {
        lock (_lock)
            _queue.DropEnding();
    }

    /// <summary>Ends calls that have taken too long: their events count as failed, and others take their place.</summary>
    public void EnforceTimeLimit()
    {
        List<HandlerCall> overdue;
        lock (_lock)
            overdue = [.. _calls.Where(call => time.GetElapsedTime(call.Started) >= limits.HandlerTimeout)];
        foreach (var call in overdue.Where(call => call.TryEnd()))
        {
            lock (_lock)
            {
                // The loop that hangs in it no longer counts; should it come back, it ends itself.
                _loops--;
                _hanging++;
            }
            _ = call.Cancellation.CancelAsync();
            Report(call, new TimeLimitException(limits.HandlerTimeout), null);
            foreach (var item in call.Items)
                SafeLog.Write(() => Log.HandlerTimedOut(logger, slot.Name, limits.HandlerTimeout, item.Stored.EventId, item.Attempts + 1));
            if (IsBlocked)
                SafeLog.Write(() => Log.HandlerBlocked(logger, slot.Name, limits.MaxHanging));
        }
    }

    /// <summary>Begins nothing more.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Cancels what is under way; what it comes to no longer counts as an attempt.</summary>
    public int Cancel()
    {
        lock (_lock)
        {
            _isStopping = _isCancelled = true;
            foreach (var call in _calls)
                _ = call.Cancellation.CancelAsync();
            return _calls.Sum(call => call.Items.Count);
        }
    }

    private bool StartsLoop_NeedsLock()
    {
        if (_isStopping || IsBlocked || _loops >= limits.Concurrency || _queue.Count <= _loops - _calls.Count || !mayStart())
            return false;
        _loops++;
        return true;
    }

    private async Task LoopAsync()
    {
        CancellationTokenSource? unused = null;
        while (Take(unused) is { } call)
        {
            Exception? failure = null;
            Exception?[]? each = null;
            try
            {
                if (call.Items is [var only])
                    await RunOneAsync(only, call.Cancellation.Token);
                else
                    each = await RunBatchAsync(call.Items, call.Cancellation.Token);
            }
            catch (Exception exception)
            {
                // What a handler throws is its failure, reported below.
                failure = exception;
            }
            if (!call.TryEnd())
            {
                Return();
                return;
            }
            Report(call, failure, each);
            // Only now: until it is reported, a stop may still cancel it.
            unused = call.Cancellation;
            if (_failures.PauseAfter(failure, each) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, TimeProvider.System);
        }
    }

    private HandlerCall? Take(CancellationTokenSource? unused)
    {
        lock (_lock)
        {
            while (!_isStopping && !IsBlocked && mayStart() && _queue.Take() is { } batch)
            {
                var items = batch.Parts.Pop().Where(item => !item.Progress.IsEnding && item.Outcome is null).ToList();
                if (items.Count > 0)
                {
                    var call = new HandlerCall(batch, items, unused, time.GetTimestamp());
                    _calls.Add(call);
                    return call;
                }
                _queue.PutBack(batch);
            }
            _loops--;
            return null;
        }
    }

    private async ValueTask RunOneAsync(ConsumerItem item, CancellationToken cancellationToken)
    {
        var scope = new InboxScope(scopes);
        try
        {
            await pipeline.RunAsync(slot, Context(item, scope), cancellationToken);
        }
        finally
        {
            await scope.DisposeAsync();
        }
    }

    private async ValueTask<Exception?[]> RunBatchAsync(IReadOnlyList<ConsumerItem> items, CancellationToken cancellationToken)
    {
        metrics.Batch(items.Count);
        var owned = items.Select(_ => new InboxScope(scopes)).ToList();
        try
        {
            return await pipeline.RunBatchAsync(slot, [.. items.Select((item, index) => Context(item, owned[index]))], cancellationToken);
        }
        finally
        {
            foreach (var scope in owned)
                await scope.DisposeAsync();
        }
    }

    private ScoreContext Context(ConsumerItem item, InboxScope scope) => new(item.Event, item.Stored.UserId, item.Stored.ReceivedAt, scope)
    {
        EventId = item.Stored.EventId,
        IsReleased = item.Stored.IsReleasedFor(slot.Name),
        Attempt = item.Attempts + 1,
        Source = item.Stored.Source,
        TraceParent = item.Stored.TraceParent,
    };

    /// <summary>Tells what became of each event, and makes the users ready for what comes next.</summary>
    private void Report(HandlerCall call, Exception? failure, Exception?[]? each)
    {
        var again = new List<ConsumerItem>();
        for (var i = 0; i < call.Items.Count; i++)
        {
            var exception = failure ?? each?[i];
            // While the host stops, a cancellation is no attempt; and when its time is up, an exception may be nothing else.
            if (exception is not null && (_isCancelled || (_isStopping && exception is OperationCanceledException)))
                continue;
            if (exception is null || call.Items.Count == 1 || exception is ScoreDeferredException { EventIds: not null })
                ended(call.Items[i], exception);
            else
                again.Add(call.Items[i]);
        }
        lock (_lock)
        {
            _calls.Remove(call);
            call.Batch.Split(again);
            _queue.PutBack(call.Batch);
        }

        Pulse();
    }

    /// <summary>A call that was given up has come back after all.</summary>
    private void Return()
    {
        bool goesOn;
        lock (_lock)
            goesOn = _hanging-- == limits.MaxHanging;
        if (!goesOn)
            return;
        SafeLog.Write(() => Log.HandlerUnblocked(logger, slot.Name));
        Pulse();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Everything that waits for one handler. Lanes are independent of each other, and so are users within one: a handler that fails, is slow or
/// hangs on one event delays neither other handlers nor other users. One user's events keep their order of arrival, here and through being put off.
/// </summary>
internal sealed partial class HandlerLane(
    HandlerSlot slot, ScorePipeline pipeline, IServiceScopeFactory scopes, ScoreInboxOptions options, RetryTimes retries, InboxMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LaneUser> _users = [];
    private readonly Queue<LaneUser> _ready = new();
    private readonly HashSet<LaneRun> _runs = [];
    private int _loops;
    private int _count;
    private int _hanging;
    private long _blockedSince;
    private volatile bool _stopping;

    public HandlerSlot Slot => slot;

    /// <summary>Whether it takes in nobody's events any more.</summary>
    public bool IsOverfull => Volatile.Read(ref _count) >= 4 * Capacity;

    /// <summary>
    /// Whether so many calls that were given up have still not returned that the handler gets no further ones: each may hold a thread, and a process
    /// has only so many.
    /// </summary>
    public bool IsBlocked => Volatile.Read(ref _hanging) >= MaxHanging;

    private int MaxHanging => 8 * options.Concurrency;

    private int Capacity => 4 * Math.Max(options.BatchSize, options.Concurrency);

    /// <summary>
    /// Takes an event in, or puts it off: then it comes again a little later, which is no attempt. Until it does, the user's later events are put off as well,
    /// so that the order stays.
    /// </summary>
    public void Add(LaneItem item)
    {
        var open = item.Open;
        open.Await();
        var start = false;
        bool isPutOff;
        lock (_lock)
        {
            var id = open.Delivery.Event.UserId;
            var user = _users.GetValueOrDefault(id);
            isPutOff = MustWait(user, open.Delivery);
            if (user is null && (!isPutOff || (open.Delivery.Attempt == 1 && MayRememberMore)))
                _users.Add(id, user = new LaneUser(id));
            if (!isPutOff)
            {
                _count++;
                if (user!.TakeBack(open.Delivery, time.GetTimestamp()))
                    _putOff--;
                user.Add(item);
                Schedule(user);
                start = StartsLoop();
            }
            // What has had an attempt is overtaken anyway.
            else if (user is not null && open.Delivery.Attempt == 1)
            {
                Remembered(user.PutOff(open.Delivery, MayRememberMore, time.GetTimestamp()));
            }
        }
        if (start)
            StartLoop();
        if (isPutOff)
            PutOff(open);
    }

    /// <summary>Ends runs that have taken too long: their events count as failed, and others take their place.</summary>
    public void EnforceTimeLimit()
    {
        List<LaneRun> overdue;
        lock (_lock)
            overdue = [.. _runs.Where(run => time.GetElapsedTime(run.Started) >= options.HandlerTimeout)];
        foreach (var run in overdue.Where(run => run.TryEnd()))
        {
            lock (_lock)
            {
                // The loop that hangs in it no longer counts; should it come back, it ends itself.
                _loops--;
                _runs.Remove(run);
                _timedOutAt = time.GetTimestamp();
                if (++_hanging == MaxHanging)
                    Volatile.Write(ref _blockedSince, time.GetTimestamp());
            }
            _ = run.Cancellation.CancelAsync();
            foreach (var item in run.Items)
                Log.HandlerTimedOut(logger, slot.Name, options.HandlerTimeout, item.Open.Delivery.Event.EventId, item.Open.Delivery.Attempt);
            Report(run, new TimeoutException($"The handler took longer than {options.HandlerTimeout}."), null);
            if (IsBlocked)
                Log.HandlerBlocked(logger, slot.Name, MaxHanging);
        }
    }

    /// <summary>Gives up: what was not begun is left alone, what is under way is cancelled.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopping = true;
            foreach (var run in _runs)
                _ = run.Cancellation.CancelAsync();
            while (_ready.TryDequeue(out var user))
                Abandon(user);
        }
    }

    private void Schedule(LaneUser user)
    {
        if (user.IsScheduled)
            return;
        user.IsScheduled = true;
        _ready.Enqueue(user);
    }

    private void RemoveIfDone(LaneUser user)
    {
        if (!user.IsScheduled && user.PutOffCount == 0)
            _users.Remove(user.Id);
    }

    private bool StartsLoop()
    {
        if (IsBlocked || _loops >= options.Concurrency || _ready.Count <= _loops - _runs.Count)
            return false;
        _loops++;
        return true;
    }

    private void StartLoop() => ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.LoopAsync(), this, preferLocal: false);

    private async Task LoopAsync()
    {
        CancellationTokenSource? unused = null;
        while (Take(unused) is { } run)
        {
            Exception? failure = null;
            Exception?[]? each = null;
            try
            {
                if (run.Items is [var only])
                    await RunOneAsync(only, run.Cancellation.Token);
                else
                    each = await RunBatchAsync(run.Items, run.Cancellation.Token);
            }
            catch (Exception exception)
            {
                // What a handler throws is its failure, reported below.
                failure = exception;
            }
            if (!run.TryEnd())
            {
                Returned();
                return;
            }
            Report(run, failure, each);
            // Only now: until it is reported, a stop may still cancel it.
            unused = run.Cancellation;
        }
    }

    private LaneRun? Take(CancellationTokenSource? unused)
    {
        lock (_lock)
        {
            if (_ready.Count == 0 || IsBlocked)
            {
                _loops--;
                return null;
            }
            var items = new List<LaneItem>(1);
            var users = new List<LaneUser>(1);
            do
            {
                var user = _ready.Dequeue();
                users.Add(user);
                if (!slot.IsBatch || user.NextIsAlone)
                {
                    items.Add(user.Take());
                    break;
                }
                while (items.Count < options.BatchSize && !user.IsEmpty && !user.NextIsAlone)
                    items.Add(user.Take());
            }
            while (items.Count < options.BatchSize && _ready.Count > 0 && !_ready.Peek().NextIsAlone);
            var run = new LaneRun(items, users, unused, time.GetTimestamp());
            _runs.Add(run);
            return run;
        }
    }

    private async ValueTask RunOneAsync(LaneItem item, CancellationToken cancellationToken)
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

    private async ValueTask<Exception?[]> RunBatchAsync(IReadOnlyList<LaneItem> items, CancellationToken cancellationToken)
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

    private static ScoreContext Context(LaneItem item, InboxScope scope)
    {
        var delivery = item.Open.Delivery;
        return new ScoreContext(item.Event, delivery.Event.UserId, delivery.Event.ReceivedAt, scope)
        {
            EventId = delivery.Event.EventId,
            Source = delivery.Event.Source,
            IsReleased = delivery.Event.IsReleased,
            Attempt = delivery.Attempt,
        };
    }

    /// <summary>Says what became of each event, and makes the users ready for what comes next.</summary>
    private void Report(LaneRun run, Exception? failure, Exception?[]? each)
    {
        var users = run.Items.Count > 1 ? run.Users.ToDictionary(user => user.Id) : null;
        var again = 0;
        for (var i = 0; i < run.Items.Count; i++)
        {
            var item = run.Items[i];
            if ((failure ?? each?[i]) is not { } exception)
            {
                item.Open.End();
            }
            else if (_stopping)
            {
                item.Open.Abandon();
            }
            else if (users is not null && exception is not ScoreDeferredException { EventIds: not null })
            {
                // Which event of the batch is the poisonous one shows when they are run one by one.
                users[item.Open.Delivery.Event.UserId].Again(item);
                again++;
            }
            else
            {
                Fail(item, exception);
            }
        }
        lock (_lock)
        {
            _runs.Remove(run);
            _count -= run.Items.Count - again;
            foreach (var user in run.Users)
            {
                user.IsScheduled = false;
                if (_stopping)
                    Abandon(user);
                else if (user.IsEmpty)
                    RemoveIfDone(user);
                else
                    Schedule(user);
            }
            PutOffWhenBlocked();
            while (StartsLoop())
                StartLoop();
        }
    }

    /// <summary>A call that was given up has come back after all.</summary>
    private void Returned()
    {
        bool goesOn;
        lock (_lock)
            goesOn = _hanging-- == MaxHanging;
        if (goesOn)
            Log.HandlerUnblocked(logger, slot.Name);
    }

    private void Fail(LaneItem item, Exception exception)
    {
        var delivery = item.Open.Delivery;
        if (exception is ScoreDeferredException deferred)
        {
            var reason = ErrorText.Of(deferred, isMessage: true);
            Log.HandlerDeferred(logger, slot.Name, delivery.Event.EventId, reason);
            item.Open.Fail(new InboxFailure(slot.Name, delivery.Attempt - 1, time.GetUtcNow() + deferred.RetryAfter, reason));
            return;
        }
        var retryAt = retries.After(delivery.Attempt);
        metrics.Failed(slot.Name, retryAt is null);
        try
        {
            if (exception is not TimeoutException)
                Log.HandlerFailed(logger, slot.Name, delivery.Event.EventId, delivery.Attempt, exception);
            if (retryAt is null)
                Log.DeadLettered(logger, slot.Name, delivery.Event.EventId, delivery.Attempt);
        }
        catch (Exception)
        {
            // A log that fails, as it does on an exception that cannot be shown, must not keep the event from being settled.
        }
        item.Open.Fail(new InboxFailure(slot.Name, delivery.Attempt, retryAt, ErrorText.Of(exception)));
    }

    private void Abandon(LaneUser user) => LetGo(user).ForEach(item => item.Open.Abandon());

    private List<LaneItem> LetGo(LaneUser user)
    {
        var items = new List<LaneItem>(user.Count);
        while (!user.IsEmpty)
            items.Add(user.Take());
        _count -= items.Count;
        return items;
    }
}

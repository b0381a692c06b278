using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Everything that waits for one handler. Lanes are independent of each other, and so are users within one: a handler that fails, is slow or
/// hangs on one event delays neither other handlers nor other users.
/// </summary>
internal sealed class HandlerLane(
    HandlerSlot slot, ScorePipeline pipeline, IServiceScopeFactory scopes, ScoreInboxOptions options, RetryTimes retries, InboxMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PutOffTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPutOffTime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LaneUser> _users = [];
    private readonly Queue<LaneUser> _ready = new();
    private readonly HashSet<LaneRun> _runs = [];
    private int _loops;
    private int _count;
    private int _ended;
    private int _hanging;
    private long _blockedSince;
    private long _fullSince;
    private int _endedWhenFull;
    private volatile bool _stopping;

    public HandlerSlot Slot => slot;

    /// <summary>Whether more can be taken in without hoarding.</summary>
    public bool HasRoom => Volatile.Read(ref _count) < Capacity;

    /// <summary>Whether not even users of whom nothing waits yet can be taken in.</summary>
    public bool IsOverfull => Volatile.Read(ref _count) >= 2 * Capacity;

    /// <summary>
    /// Whether so many calls that were given up have still not returned that the handler gets no further ones: each may hold a thread, and a process
    /// has only so many.
    /// </summary>
    public bool IsBlocked => Volatile.Read(ref _hanging) >= MaxHanging;

    private int MaxHanging => 8 * options.Concurrency;

    private int Capacity => 4 * Math.Max(options.BatchSize, options.Concurrency);

    /// <summary>
    /// Whether others should no longer wait for this handler: it has had no room for a while and got little done in that time. Slow is not
    /// stuck: as long as it moves, its events keep their order of arrival.
    /// </summary>
    public bool IsStuck()
    {
        lock (_lock)
        {
            if (HasRoom)
            {
                _fullSince = 0;
                return false;
            }
            var now = time.GetTimestamp();
            if (_fullSince == 0 || (_ended - _endedWhenFull >= options.BatchSize && time.GetElapsedTime(_fullSince, now) >= Patience))
            {
                (_fullSince, _endedWhenFull) = (now, _ended);
                return false;
            }
            return time.GetElapsedTime(_fullSince, now) >= Patience;
        }
    }

    /// <summary>Whether a lane that is stuck takes an event of a user all the same: it may be stuck with somebody else's.</summary>
    public bool TakesNewcomer(string userId)
    {
        lock (_lock)
            return !IsOverfull && !_users.ContainsKey(userId);
    }

    public void Add(LaneItem item)
    {
        item.Open.Await();
        var start = false;
        lock (_lock)
        {
            _count++;
            var id = item.Open.Delivery.Event.UserId;
            if (!_users.TryGetValue(id, out var user))
            {
                _users.Add(id, user = new LaneUser(id));
                _ready.Enqueue(user);
                start = StartsLoop();
            }
            user.Add(item);
            PutOffWhenBlocked();
        }
        if (start)
            StartLoop();
    }

    /// <summary>An event that is not handed over now comes again a little later; that is no attempt. The longer the handler is blocked, the less often it is asked.</summary>
    public void PutOff(OpenDelivery open)
    {
        var blocked = IsBlocked ? time.GetElapsedTime(Volatile.Read(ref _blockedSince)) : TimeSpan.Zero;
        var delay = blocked < PutOffTime ? PutOffTime : blocked > LongestPutOffTime ? LongestPutOffTime : blocked;
        open.Fail(new InboxFailure(slot.Name, open.Delivery.Attempt - 1, time.GetUtcNow() + delay, "The handler did not keep up."));
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
        return new ScoreContext(item.Event, delivery.Event.UserId, delivery.Event.ReceivedAt, scope) { EventId = delivery.Event.EventId, IsReleased = delivery.Event.IsReleased, Attempt = delivery.Attempt };
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
            _ended += run.Items.Count - again;
            foreach (var user in run.Users)
                if (_stopping)
                    Abandon(user);
                else if (user.IsEmpty)
                    _users.Remove(user.Id);
                else
                    _ready.Enqueue(user);
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

    /// <summary>What cannot be begun as long as too many calls hang waits in the inbox, not here: here it would keep all that came after it from being history.</summary>
    private void PutOffWhenBlocked()
    {
        while (IsBlocked && _ready.TryDequeue(out var user))
            LetGo(user, PutOff);
    }

    private void Abandon(LaneUser user) => LetGo(user, static open => open.Abandon());

    private void LetGo(LaneUser user, Action<OpenDelivery> end)
    {
        _users.Remove(user.Id);
        while (!user.IsEmpty)
        {
            _count--;
            end(user.Take().Open);
        }
    }
}

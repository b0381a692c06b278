using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Leases what waits, shares it out to the handlers' lanes, and settles what has ended.</summary>
internal sealed class InboxWorker : IDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly IScoreInbox _inbox;
    private readonly InboxMonitor _monitor;
    private readonly InboxMetrics _metrics;
    private readonly ScoreInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, HandlerLane> _lanes;
    private readonly Lock _lock = new();
    private readonly HashSet<OpenDelivery> _open = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly SemaphoreSlim _settle = new(0, 1);
    private List<OpenDelivery> _ended = [];
    private int _unsettled;
    private long _renewedAt;
    private volatile bool _stopped;

    public InboxWorker(
        IScoreInbox inbox, ScorePipeline pipeline, IServiceScopeFactory scopes, InboxMonitor monitor, InboxMetrics metrics, ScoreInboxOptions options, TimeProvider time,
        ILogger<InboxWorker> logger)
    {
        _inbox = inbox;
        _monitor = monitor;
        _metrics = metrics;
        _options = options;
        _time = time;
        _logger = logger;
        var retries = new RetryTimes(options, time);
        _renewedAt = time.GetTimestamp();
        _lanes = pipeline.Handlers.ToDictionary(slot => slot.Name, slot => new HandlerLane(slot, pipeline, scopes, options, retries, metrics, time, logger));
    }

    /// <summary>Something may have come in.</summary>
    public void Wake() => Signal(_wake);

    /// <summary>Works until cancelled: then nothing more is leased, and what is under way is left.</summary>
    /// <param name="isDraining">Ends the work when nothing is left to do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(Func<bool> isDraining, CancellationToken cancellationToken)
    {
        // What was handled is settled even when the host has no more time; but a store that is stuck must not keep the host for ever.
        using var farewell = new CancellationTokenSource();
        await using var givingUp = cancellationToken.UnsafeRegister(static self => ((CancellationTokenSource)self!).CancelAfter(Farewell), farewell);
        var settling = SettleAsync(cancellationToken, farewell.Token);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var leased = await GuardedAsync(() => LeaseAsync(cancellationToken), cancellationToken);
                if (leased == 0 && isDraining() && IsIdle)
                    break;
                // Whatever comes in during a breath is taken together: that costs less than event by event. By a real clock, for a fake one may stand still.
                if (leased > 0 && leased < BatchSize)
                    await Task.Delay(Breath, TimeProvider.System, cancellationToken);
                // A full lane, or nothing to do: wait for news, but not for long, since retries become due by themselves.
                else if (leased <= 0)
                    await _wake.WaitAsync(isDraining() ? PollInterval / 10 : PollInterval, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host has no more time.
        }
        await StopAsync(farewell.Token);
        await settling;
    }

    /// <summary>Every second or so: time limits, and leases that are about to run out.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromTicks(Math.Clamp(_options.HandlerTimeout.Ticks / 10, TimeSpan.FromMilliseconds(20).Ticks, TimeSpan.FromSeconds(1).Ticks));
        using var timer = new PeriodicTimer(interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var lane in _lanes.Values)
                lane.EnforceTimeLimit();
            if (SinceRenewal < LeaseTime / 4)
                continue;
            foreach (var lane in _lanes.Values)
                lane.ForgetLost();
            await GuardedAsync(async () => { await RenewAsync(cancellationToken); return 0; }, cancellationToken);
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        _settle.Dispose();
    }

    private static void Signal(SemaphoreSlim semaphore)
    {
        try
        {
            if (semaphore.CurrentCount == 0)
                semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just signalled the same.
        }
    }

    /// <summary>Two at least: engines give half to retries, and of one nothing would be left for them.</summary>
    private int BatchSize => Math.Max(2, _options.BatchSize);

    private bool IsIdle
    {
        get
        {
            lock (_lock)
                return _open.Count == 0;
        }
    }

    private TimeSpan SinceRenewal => _time.GetElapsedTime(Volatile.Read(ref _renewedAt));

    private async ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        List<InboxDelivery> open;
        lock (_lock)
            open = [.. _open.Select(one => one.Delivery)];
        if (open.Count > 0)
            await _inbox.RenewAsync(open, LeaseTime, cancellationToken);
        Volatile.Write(ref _renewedAt, now);
    }

    /// <summary>Takes one batch when the lanes have room for it.</summary>
    /// <returns>How many deliveries were taken; -1 when there is no room.</returns>
    private async ValueTask<int> LeaseAsync(CancellationToken cancellationToken)
    {
        // While nothing can be settled, nothing more is handled either: it would pile up here, and after a crash all of it would be handled again.
        if (Volatile.Read(ref _unsettled) >= 16 * BatchSize)
            return -1;
        if (!_lanes.Values.All(lane => lane.TakesMore()) || (_lanes.Count > 0 && _lanes.Values.All(lane => lane.IsOverfull)))
            return -1;
        // A process that stood still for minutes finds its leases run out. It would take for new what it still has.
        if (SinceRenewal >= LeaseTime / 2)
            await RenewAsync(cancellationToken);
        var deliveries = await _inbox.LeaseAsync(BatchSize, LeaseTime, cancellationToken);
        foreach (var delivery in deliveries)
        {
            var open = new OpenDelivery(delivery, Ended);
            lock (_lock)
                _open.Add(open);
            ShareOut(open);
            open.End();
        }
        return deliveries.Count;
    }

    private void ShareOut(OpenDelivery open)
    {
        var delivery = open.Delivery;
        ScoreFormatError? error = null;
        var isReadable = delivery.Event.Parsed is { } scoreEvent || ScoreEvent.TryParse(delivery.Event.Body.Span, out scoreEvent, out error);
        // Engines may keep the event for long.
        delivery.Event.Parsed = null;
        if (delivery.Handler is { } name && !_lanes.ContainsKey(name))
        {
            Park(open, name, $"There is no handler of the name '{name}' any more.");
            return;
        }
        if (delivery is { Handler: null, Attempt: 1 })
            _metrics.FirstDelivery(_time.GetUtcNow() - delivery.Event.ReceivedAt);
        foreach (var lane in _lanes.Values)
        {
            if (delivery.Handler is not null && delivery.Handler != lane.Slot.Name)
                continue;
            if (!isReadable)
                Park(open, lane.Slot.Name, error!.ToString());
            else if (lane.Slot.Wants(scoreEvent!.State))
                lane.Add(new LaneItem(open, scoreEvent));
        }
    }

    private void Park(OpenDelivery open, string handler, string error)
    {
        Log.DeadLettered(_logger, handler, open.Delivery.Event.EventId, open.Delivery.Attempt);
        _metrics.Failed(handler, isDead: true);
        open.Await();
        open.Fail(new InboxFailure(handler, open.Delivery.Attempt, null, error));
    }

    private void Ended(OpenDelivery open)
    {
        lock (_lock)
        {
            _ended.Add(open);
            _unsettled++;
        }
        Signal(_settle);
    }

    /// <summary>Settles what has ended, all of it together, until the worker has stopped and nothing more can end.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken, CancellationToken farewell)
    {
        while (true)
        {
            List<OpenDelivery> ended;
            lock (_lock)
                (ended, _ended) = (_ended, []);
            if (ended.Count > 0)
            {
                var settlements = ended.Where(open => !open.IsAbandoned).Select(open => new InboxSettlement(open.Delivery, open.Failures)).ToList();
                while (settlements.Count > 0
                    && await GuardedAsync(async () => { await _inbox.SettleAsync(settlements, farewell).AsTask().WaitAsync(farewell); return 1; }, farewell) < 0
                    && !cancellationToken.IsCancellationRequested)
                {
                    // Once more: the inbox was not available, and GuardedAsync has waited.
                }
                lock (_lock)
                {
                    _open.ExceptWith(ended);
                    _unsettled -= ended.Count;
                }
                Wake();
                continue;
            }
            if (_stopped)
                return;
            await _settle.WaitAsync(CancellationToken.None);
        }
    }

    private async Task StopAsync(CancellationToken farewell)
    {
        List<InboxDelivery> left;
        lock (_lock)
            left = [.. _open.Select(open => open.Delivery)];
        foreach (var lane in _lanes.Values)
            lane.Stop();
        if (left.Count > 0)
        {
            Log.NotDrained(_logger, left.Count);
            await GuardedAsync(async () => { await _inbox.RenewAsync(left, TimeSpan.Zero, farewell).AsTask().WaitAsync(farewell); return 0; }, new CancellationToken(true));
        }
        _stopped = true;
        Signal(_settle);
    }

    /// <summary>Does something with the inbox; when it is not available, waits a second.</summary>
    private async ValueTask<int> GuardedAsync(Func<ValueTask<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (ScoreInboxException exception)
        {
            _monitor.Failed(exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
        catch (Exception exception)
        {
            // The worker must outlive whatever an engine or a handler comes up with.
            Log.WorkerFailed(_logger, exception);
        }
        if (!cancellationToken.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        return -1;
    }
}

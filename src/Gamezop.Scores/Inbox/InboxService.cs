using Gamezop.Scores.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Opens the log when the host starts, keeps its consumers and its upkeep going, and ends them when the host stops.</summary>
internal sealed class InboxService(
    IEventLog log, AppendQueue queue, ConsumerGroup consumers, InboxMonitor monitor, SetAsideMonitor setAside, QuarantineReservations reservations,
    EarlyPruning early, ScoreInboxOptions options, TimeProvider time, ILogger<InboxService> logger) : IHostedService, IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);
    private const int PruneStep = 256;

    /// <summary>So long after the host has no more time, what is still under way in the store is left alone. Longer than the last commit may take.</summary>
    private static readonly TimeSpan StuckTime = TimeSpan.FromSeconds(3);

    private readonly LogGuard _guard = new(monitor.StepEnded, time);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private Task _work = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (log is MemoryEventLog)
            Log.InboxIsVolatile(logger);
        (queue.Appended, queue.Answered) = (consumers.Appended, consumers.WakeReaders);
        await TryOpenAsync(cancellationToken);
        _work = Task.Run(WorkAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using var registration = cancellationToken.Register(static self => ((CancellationTokenSource)self!).Cancel(), _givingUp);
        await WorkEndedAsync();
    }

    /// <summary>A host may be disposed of without having been stopped: nothing may go on with services that are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _givingUp.CancelAsync();
        await WorkEndedAsync();
        _stopping.Dispose();
        _givingUp.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>A store that is stuck must not keep the host for ever.</summary>
    private async Task WorkEndedAsync()
    {
        if (await Task.WhenAny(_work, GiveUpAsync()) == _work)
            await _work;
    }

    private async Task GiveUpAsync()
    {
        await Timeout.InfiniteTimeSpan.WaitAsync(time, _givingUp.Token);
        await StuckTime.WaitAsync(TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Opens the log. What can mend itself is waited for; what cannot (a newer schema) stops the start.</summary>
    private async ValueTask TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await log.StartAsync(cancellationToken);
            await consumers.HeartbeatAsync(cancellationToken);
            await reservations.SweepAsync(log, consumers.QuarantiningConsumers, cancellationToken);
            monitor.IsOpen = true;
            await monitor.CountAsync(writes: true, cancellationToken);
        }
        catch (ScoreInboxException exception)
        {
            monitor.Failed(exception);
        }
    }

    private async Task WorkAsync()
    {
        while (!monitor.IsOpen && !_stopping.IsCancellationRequested)
        {
            await Second.WaitAsync(time, _stopping.Token);
            await _guard.RunAsync("Opening", TryOpenAgainAsync, _stopping.Token);
        }
        if (!monitor.IsOpen)
        {
            // It may have taken partitions all the same.
            await consumers.StopAsync(_givingUp.Token);
            return;
        }
        using var ended = new CancellationTokenSource();
        using var upkeepEnded = new CancellationTokenSource();
        var work = Task.WhenAll(consumers.RunAsync(ended.Token), KeepUpAsync(upkeepEnded.Token));
        await Timeout.InfiniteTimeSpan.WaitAsync(time, _stopping.Token);
        // What waits in memory is gone afterwards; what waits elsewhere is handled after the next start, or by another node.
        if (log is MemoryEventLog)
            await consumers.DrainAsync(_givingUp.Token);
        // Figures that are taken while the node leaves would say that nobody has its handlers.
        await upkeepEnded.CancelAsync();
        await consumers.StopAsync(_givingUp.Token);
        await ended.CancelAsync();
        await work;
    }

    /// <summary>Taking over may have failed. A full disk gets room again; a newer schema of the process before stays, and is logged each time.</summary>
    private async ValueTask<int> TryOpenAgainAsync()
    {
        try
        {
            await TryOpenAsync(_stopping.Token);
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            monitor.Failed(ScoreInboxException.From(exception));
        }
        return 0;
    }

    /// <summary>Without it the figures, and with them 503 or 200, would stand still.</summary>
    private Task KeepUpAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _guard.EveryAsync("Counting", Second, () => CountAsync(cancellationToken), cancellationToken),
        early.RunAsync(_guard, cancellationToken),
        _guard.EveryAsync("Removing old events", PruneInterval, () => PruneAsync(cancellationToken), cancellationToken));

    private async ValueTask PruneAsync(CancellationToken cancellationToken)
    {
        // Small steps with pauses between them: appends share the writer.
        while (monitor.GetConsumersToWaitFor(consumers.LiveConsumers) is { } names
            && await log.PruneAsync(options.Retention, names, PruneStep, cancellationToken) == PruneStep)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
    }

    private async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        await monitor.CountAsync(writes: false, cancellationToken);
        await setAside.CountAsync(cancellationToken);
        await reservations.SweepAsync(log, consumers.QuarantiningConsumers, cancellationToken);
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Opens the inbox when the host starts, keeps its worker and its upkeep going, and drains it when the host stops.</summary>
internal sealed class InboxService(
    IScoreInbox inbox, InboxAppender appender, InboxWorker worker, InboxMonitor monitor, SetAsideMonitor setAside, EarlyPruning early,
    ScoreInboxOptions options, TimeProvider time, ILogger<InboxService> logger) : IHostedService, IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);
    private const int PruneStep = 256;

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private Task _work = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (inbox is VolatileInbox)
            Log.InboxIsVolatile(logger);
        appender.Appended = worker.Wake;
        var isOpen = await TryOpenAsync(cancellationToken);
        _work = Task.Run(() => WorkAsync(isOpen), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        worker.Wake();
        await using var registration = cancellationToken.Register(static self => ((CancellationTokenSource)self!).Cancel(), _givingUp);
        await _work;
    }

    /// <summary>A host may be disposed of without having been stopped: nothing may go on with services that are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _givingUp.CancelAsync();
        await _work;
        _stopping.Dispose();
        _givingUp.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Opens the inbox. What can mend itself is waited for; what cannot (a newer schema) stops the start.</summary>
    private async ValueTask<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await inbox.StartAsync(cancellationToken);
            await monitor.CountAsync(writes: true, cancellationToken);
            return true;
        }
        catch (ScoreInboxException exception)
        {
            monitor.Failed(exception);
            return false;
        }
    }

    private async Task WorkAsync(bool isOpen)
    {
        while (!isOpen)
        {
            try
            {
                await Task.Delay(Second, time, _stopping.Token);
                isOpen = await TryOpenAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Taking over failed. A full disk gets room again; a newer schema of the process before stays, and is said each time.
                Failed(exception);
            }
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_givingUp.Token);
        var upkeep = Task.WhenAll(
            UntilAsync(CountAsync, ended.Token),
            UntilAsync(PruneAsync, ended.Token),
            UntilAsync(PruneEarlyAsync, ended.Token),
            UntilAsync(worker.WatchAsync, ended.Token));
        await worker.RunAsync(() => _stopping.IsCancellationRequested, _givingUp.Token);
        await ended.CancelAsync();
        await upkeep;
    }

    private static async Task UntilAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Second, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await monitor.CountAsync(writes: false, cancellationToken);
                await setAside.CountAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Failed(exception);
            }
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PruneInterval, time);
        do
        {
            try
            {
                // Small steps with pauses between them: intake shares the writer.
                while (await inbox.PruneAsync(time.GetUtcNow() - options.Retention, PruneStep, cancellationToken) == PruneStep)
                    await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Failed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task PruneEarlyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Second, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await early.RunAsync(monitor.Statistics, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Failed(exception);
            }
        }
    }

    /// <summary>Upkeep must outlive whatever an engine comes up with: without it the figures, and with them 503 or 200, would stand still.</summary>
    private void Failed(Exception exception) =>
        monitor.Failed(exception as ScoreInboxException ?? new ScoreInboxException(ScoreInboxProblem.Broken, "The inbox failed: " + exception.Message, exception));
}

using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Does one step of a loop with the log. The loop must outlive whatever an engine comes up with.</summary>
internal sealed class LogGuard(InboxMonitor monitor, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <returns>What the step returned; -1 when it failed, after a delay.</returns>
    public async ValueTask<int> RunAsync(Func<ValueTask<int>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (ScoreInboxException exception)
        {
            monitor.Failed(exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
        catch (Exception exception)
        {
            Log.WorkerFailed(logger, exception);
        }
        if (!cancellationToken.IsCancellationRequested)
            await Task.Delay(RetryDelay, time, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        return -1;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores;

/// <summary>Wakes one waiting loop; a signal that is given while it works is not lost.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim owns no unmanaged resource unless AvailableWaitHandle is used.")]
internal sealed class AsyncSignal
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    public void Set()
    {
        try
        {
            if (_semaphore.CurrentCount == 0)
                _semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread has just given the same signal.
        }
    }

    /// <summary>Waits for a signal, or for a time by a real clock, or until cancelled; none of them throws.</summary>
    /// <returns>Whether there was a signal.</returns>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _semaphore.WaitAsync(timeout, cancellationToken)
            .ContinueWith(static wait => wait.IsCompletedSuccessfully && wait.Result, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}

namespace Gamezop.Scores;

/// <summary>Waits that end early, and do not throw, when they are cancelled.</summary>
internal static class Waiting
{
    /// <summary>Waits for so long, or until cancelled.</summary>
    public static Task WaitAsync(this TimeSpan delay, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(delay, time, cancellationToken)
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}

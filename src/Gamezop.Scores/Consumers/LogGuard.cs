namespace Gamezop.Scores;

/// <summary>
/// Does the steps of the loops that work with the log. They must outlive whatever an engine comes up with: what it throws is reported, and the step
/// comes again.
/// </summary>
internal sealed class LogGuard(Action<ScoreInboxException> failed, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Does one step.</summary>
    /// <returns>What the step returned; -1 when it failed, after a delay.</returns>
    public async ValueTask<int> RunAsync(Func<ValueTask<int>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
        catch (Exception exception)
        {
            failed(ScoreInboxException.From(exception));
        }
        await RetryDelay.WaitAsync(time, cancellationToken);
        return -1;
    }

    /// <summary>Does a step at once, and again and again until cancelled.</summary>
    public async Task EveryAsync(TimeSpan interval, Func<ValueTask> step, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
                await RunAsync(StepAsync, cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }

        async ValueTask<int> StepAsync()
        {
            await step();
            return 0;
        }
    }
}

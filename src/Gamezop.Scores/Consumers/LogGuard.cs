namespace Gamezop.Scores;

/// <summary>
/// Does the steps of the loops that work with the log. They must outlive whatever an engine comes up with: what it throws is reported, and the step
/// comes again.
/// </summary>
internal sealed class LogGuard(Action<string, Exception?> stepEnded, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Does one step.</summary>
    /// <param name="name">What health calls it.</param>
    /// <param name="step">What to do.</param>
    /// <param name="cancellationToken">Ends the delay after a failure.</param>
    /// <returns>What the step returned; -1 when it failed, after a delay.</returns>
    public async ValueTask<int> RunAsync(string name, Func<ValueTask<int>> step, CancellationToken cancellationToken)
    {
        try
        {
            var result = await step();
            stepEnded(name, null);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
        catch (Exception exception)
        {
            stepEnded(name, exception);
        }
        await RetryDelay.WaitAsync(time, cancellationToken);
        return -1;
    }

    /// <summary>Does a step at once, and again and again until cancelled.</summary>
    public async Task EveryAsync(string name, TimeSpan interval, Func<ValueTask> step, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
                await RunAsync(name, StepAsync, cancellationToken);
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

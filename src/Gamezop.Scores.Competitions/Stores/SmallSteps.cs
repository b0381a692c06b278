namespace Gamezop.Scores.Competitions;

/// <summary>Much work in small steps, with a rest after each: half of a processor and of a disk is left to the scores that come in.</summary>
internal static class SmallSteps
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(10);

    // Timers know whole milliseconds.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);

    /// <summary>Takes a step, and rests as long as it took.</summary>
    public static async ValueTask RunAsync(Func<ValueTask> step, CancellationToken cancellationToken)
    {
        // By a real clock, for a fake one may stand still.
        long start = TimeProvider.System.GetTimestamp();
        await step();
        TimeSpan taken = TimeProvider.System.GetElapsedTime(start);
        await Task.Delay(taken < ShortestRest ? ShortestRest : taken < LongestRest ? taken : LongestRest, TimeProvider.System, cancellationToken);
    }
}

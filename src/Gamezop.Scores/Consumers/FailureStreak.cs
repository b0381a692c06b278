using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Counts how many calls of one handler have failed in a row. From some number on it is called less: writing failures down takes time from other
/// handlers. What a handler defers is no failure.
/// </summary>
internal sealed class FailureStreak(HandlerSlot slot, ILogger logger)
{
    private const int Allowed = 100;

    /// <summary>Short, so that a handler's failures keep turning into dead letters, and the events for it do not fill the log.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private int _length;

    /// <summary>Takes what a call came to into account.</summary>
    /// <returns>How long the loop that made the call pauses before the next one.</returns>
    public TimeSpan PauseAfter(Exception? failure, Exception?[]? each)
    {
        var failures = each ?? [failure];
        if (Array.TrueForAll(failures, one => one is ScoreDeferredException))
            return TimeSpan.Zero;
        if (failures.Contains(null))
        {
            if (Interlocked.Exchange(ref _length, 0) >= Allowed)
                SafeLog.Write(() => Log.HandlerWorksAgain(logger, slot.Name));
            return TimeSpan.Zero;
        }
        var length = Interlocked.Increment(ref _length);
        if (length == Allowed)
            SafeLog.Write(() => Log.HandlerFailsAlways(logger, slot.Name, length));
        return length < Allowed ? TimeSpan.Zero : Pause;
    }
}

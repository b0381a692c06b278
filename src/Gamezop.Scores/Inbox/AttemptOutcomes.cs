using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Decides what becomes of an event after an attempt, and logs and counts failures.</summary>
internal sealed class AttemptOutcomes(string handler, HandlerLimits limits, InboxMetrics metrics, ILogger logger)
{
    public static EventOutcome Done(ConsumerItem item) => new() { Position = item.Position, Kind = EventOutcomeKind.Done, Error = "" };

    public EventOutcome Unreadable(ConsumerItem item, ScoreFormatError error)
    {
        metrics.Failed(handler, isDead: true);
        Log.DeadLettered(logger, handler, item.Stored.EventId, item.Attempts + 1);
        return new EventOutcome { Position = item.Position, Kind = EventOutcomeKind.DeadLetter, Attempts = item.Attempts + 1, Error = error.ToString() };
    }

    public EventOutcome Failed(ConsumerItem item, Exception exception)
    {
        if (exception is ScoreDeferredException deferred)
        {
            var reason = ErrorText.Of(deferred, isMessage: true);
            Log.HandlerDeferred(logger, handler, item.Stored.EventId, reason);
            return new EventOutcome { Position = item.Position, Kind = EventOutcomeKind.Retry, Attempts = item.Attempts, Delay = deferred.RetryAfter, Error = reason };
        }
        var attempts = item.Attempts + 1;
        var delay = limits.DelayAfter(attempts);
        metrics.Failed(handler, delay is null);
        try
        {
            if (exception is not TimeoutException)
                Log.HandlerFailed(logger, handler, item.Stored.EventId, attempts, exception);
            if (delay is null)
                Log.DeadLettered(logger, handler, item.Stored.EventId, attempts);
        }
        catch (Exception)
        {
            // A log that fails, as it does on an exception that cannot be shown, must not keep the event from being settled.
        }
        return new EventOutcome
        {
            Position = item.Position,
            Kind = delay is null ? EventOutcomeKind.DeadLetter : EventOutcomeKind.Retry,
            Attempts = attempts,
            Delay = delay ?? TimeSpan.Zero,
            Error = ErrorText.Of(exception),
        };
    }
}

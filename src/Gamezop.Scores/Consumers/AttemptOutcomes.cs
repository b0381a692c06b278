using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Decides what becomes of an event when it is read and after an attempt, and logs and counts failures.</summary>
internal sealed class AttemptOutcomes(HandlerSlot slot, HandlerLimits limits, InboxMetrics metrics, ILogger logger)
{
    public static EventOutcome Done(ConsumerItem item) => new() { Position = item.Position, Kind = EventOutcomeKind.Done, Error = "" };

    /// <summary>Makes an item of an event that was read; what the handler does not get has its outcome at once.</summary>
    public ConsumerItem CreateItem(PartitionProgress progress, LogItem logItem, int attempts, bool isRetry, long now, long replayId = 0)
    {
        var isReadable = logItem.TryParse(out var scoreEvent, out var error);
        var item = new ConsumerItem(progress, logItem.Position, logItem.Event, scoreEvent!, attempts, isRetry, now, replayId);
        if (!isReadable)
            item.Outcome = Unreadable(item, error!);
        else if (!slot.Wants(scoreEvent!.State))
            item.Outcome = Done(item);
        return item;
    }

    private EventOutcome Unreadable(ConsumerItem item, ScoreFormatError error)
    {
        metrics.Failed(slot.Name, isDead: true);
        SafeLog.Write(() => Log.DeadLettered(logger, slot.Name, item.Stored.EventId, item.Attempts + 1));
        return new EventOutcome { Position = item.Position, Kind = EventOutcomeKind.DeadLetter, Attempts = item.Attempts + 1, Error = error.ToString() };
    }

    public EventOutcome Failed(ConsumerItem item, Exception exception)
    {
        if (exception is ScoreDeferredException deferred)
        {
            var reason = ErrorText.Of(deferred, isMessage: true);
            SafeLog.Write(() => Log.HandlerDeferred(logger, slot.Name, item.Stored.EventId, reason));
            return new EventOutcome
            {
                Position = item.Position,
                Kind = EventOutcomeKind.Retry,
                Attempts = item.Attempts,
                Delay = deferred.RetryAfter,
                Error = reason,
            };
        }
        var attempts = item.Attempts + 1;
        var delay = limits.DelayAfter(attempts);
        metrics.Failed(slot.Name, delay is null);
        if (exception is not TimeLimitException)
            SafeLog.Write(() => Log.HandlerFailed(logger, slot.Name, item.Stored.EventId, attempts, exception));
        if (delay is null)
            SafeLog.Write(() => Log.DeadLettered(logger, slot.Name, item.Stored.EventId, attempts));
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

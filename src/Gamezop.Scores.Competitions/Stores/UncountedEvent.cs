namespace Gamezop.Scores.Competitions;

/// <summary>An event that belongs to a board and does not count on it: listed, so that nothing is silently gone.</summary>
/// <param name="EventId">The event; each is listed once.</param>
/// <param name="Reason">Why it does not count.</param>
/// <param name="Window">The key of the window it belongs to.</param>
/// <param name="UserId">The user.</param>
/// <param name="GameCode">The game.</param>
/// <param name="GamePlayId">The play.</param>
/// <param name="Score">The score.</param>
/// <param name="Timestamp">When the user made the score.</param>
/// <param name="ReceivedAt">When the event arrived.</param>
public sealed record UncountedEvent(
    string EventId, UncountedReason Reason, string Window, string UserId, string GameCode, string GamePlayId, double Score, DateTimeOffset Timestamp,
    DateTimeOffset ReceivedAt)
{
    internal static UncountedEvent Of(ScoreContext context, UncountedReason reason, string window) => new(
        context.EventId, reason, window, context.UserId, context.Event.GameCode, context.Event.GamePlayId, context.Event.Score,
        context.Event.Timestamp, context.ReceivedAt);
}

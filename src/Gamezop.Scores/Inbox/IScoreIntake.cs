namespace Gamezop.Scores;

/// <summary>
/// What is on its way into the inbox. From dependency injection, when an inbox is in use; for features that decide something once no earlier event
/// can come.
/// </summary>
public interface IScoreIntake
{
    /// <summary>
    /// When the oldest event arrived that is being appended, also after its call was answered 503 for taking too long: it may still be kept. Ask for
    /// it before
    /// <see cref="IScoreInbox.GetOldestWaitingAsync"/>, or an event that is kept in between is seen by neither.
    /// </summary>
    /// <returns>Its <see cref="InboxEvent.ReceivedAt"/>; null when there is none. What comes later is received after this call.</returns>
    DateTimeOffset? GetOldestUnderWay();
}

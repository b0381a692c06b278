namespace Gamezop.Scores.Sqlite;

/// <summary>A delivery of a SQLite inbox.</summary>
/// <param name="inboxEvent">The event.</param>
/// <param name="handler">The handler of a retry; null for a first delivery.</param>
/// <param name="attempt">Which attempt this is.</param>
/// <param name="key">Where to find it again.</param>
/// <param name="opening">Which opening of the file it comes from: after another one its numbers may mean something else.</param>
/// <param name="eventNumber">The event's number.</param>
internal sealed class SqliteDelivery(InboxEvent inboxEvent, string? handler, int attempt, LeaseKey key, int opening, long eventNumber) : InboxDelivery(inboxEvent, handler, attempt)
{
    public LeaseKey Key { get; } = key;

    public int Opening { get; } = opening;

    public long EventNumber { get; } = eventNumber;
}

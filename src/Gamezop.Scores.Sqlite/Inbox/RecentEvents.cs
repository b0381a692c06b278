namespace Gamezop.Scores.Sqlite;

/// <summary>
/// The last events that were appended and not been taken, still in memory: a worker that keeps up need not read them from the file.
/// Bounded, and never more than a shortcut: what is not here is in the file. Not for concurrent use: the inbox locks it.
/// </summary>
internal sealed class RecentEvents
{
    private const int Capacity = 8_192;
    private const int MostBytes = 2_048;

    private readonly (long Number, InboxEvent? Event)[] _events = new (long, InboxEvent?)[Capacity];

    public void Add(long number, InboxEvent inboxEvent) => _events[number % Capacity] = inboxEvent.Body.Length <= MostBytes ? (number, inboxEvent) : default;

    /// <summary>Takes an event out; null where it is not here.</summary>
    public InboxEvent? Take(long number)
    {
        ref var place = ref _events[number % Capacity];
        if (place.Number != number)
            return null;
        var inboxEvent = place.Event;
        place = default;
        return inboxEvent;
    }
}

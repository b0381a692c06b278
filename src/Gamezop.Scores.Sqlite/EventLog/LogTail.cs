namespace Gamezop.Scores.Sqlite;

/// <summary>
/// The end of the log since the file was opened: its last number, and the last events that were appended and not read yet. A reader that keeps up gets those very objects and need not read the file.
/// Bounded, and never more than a shortcut: events that are not here are in the file. Not for concurrent use: the log locks it.
/// </summary>
/// <param name="last">The last number in the file.</param>
internal sealed class LogTail(long last)
{
    private const int Capacity = 8_192;
    private const int MaxBytes = 2_048;

    private readonly (long Number, StoredEvent? Event)[] _events = new (long, StoredEvent?)[Capacity];

    /// <summary>The number of the last event that is durable.</summary>
    public long Last { get; private set; } = last;

    /// <summary>An event has become durable.</summary>
    public void Add(long number, StoredEvent storedEvent)
    {
        _events[number % Capacity] = storedEvent.Body.Length <= MaxBytes ? (number, storedEvent) : default;
        Last = Math.Max(Last, number);
    }

    /// <summary>Takes an event out.</summary>
    /// <returns>Null where it is not here.</returns>
    public StoredEvent? Take(long number)
    {
        ref var place = ref _events[number % Capacity];
        if (place.Number != number)
            return null;
        var storedEvent = place.Event;
        place = default;
        return storedEvent;
    }
}

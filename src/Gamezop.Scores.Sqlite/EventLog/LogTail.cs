using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// The end of the log since the file was opened: the number of the last event that is durable, and the last events themselves until they are read.
/// A reader that keeps up gets the very objects that were appended, and need not read the file. Bounded, and never more than a shortcut: events
/// that are not here are in the file.
/// </summary>
/// <param name="last">The last number in the file.</param>
internal sealed class LogTail(long last)
{
    private const int Capacity = 8_192;
    private const int MaxBytes = 2_048;

    private readonly Lock _lock = new();
    private readonly (long Number, StoredEvent? Event)[] _events = new (long, StoredEvent?)[Capacity];
    private long _number = last;

    public long Number
    {
        get
        {
            lock (_lock)
                return _number;
        }
    }

    /// <summary>Adds events that have become durable, the last one under a number, those before it under the numbers before.</summary>
    public void Add(long last, IReadOnlyList<StoredEvent> added)
    {
        lock (_lock)
        {
            _number = Math.Max(_number, last);
            for (var i = added.Count - 1; i >= 0 && i >= added.Count - Capacity; i--, last--)
                _events[last % Capacity] = added[i].Body.Length <= MaxBytes ? (last, added[i]) : default;
        }
    }

    /// <summary>Takes out the events that follow a number without a gap.</summary>
    /// <returns>The number of the last event of all, at this moment.</returns>
    public long TakeAfter(long number, int max, List<LogEntry> taken)
    {
        lock (_lock)
        {
            while (taken.Count < max && Take(number + 1) is { } storedEvent)
                taken.Add(new LogEntry { Position = new LogPosition(0, ++number), Event = storedEvent });
            return _number;
        }
    }

    /// <summary>Lets go of events that were changed or removed in the file.</summary>
    public void Forget(IEnumerable<long> numbers)
    {
        lock (_lock)
            foreach (var number in numbers)
                Take(number);
    }

    private StoredEvent? Take(long number)
    {
        ref var place = ref _events[number % Capacity];
        if (place.Number != number)
            return null;
        var storedEvent = place.Event;
        place = default;
        return storedEvent;
    }
}

namespace Gamezop.Scores.Storage;

/// <summary>One partition in memory. Not for concurrent use: the log locks it.</summary>
internal sealed class MemoryPartition(int index)
{
    // Numbers are consecutive, so an entry is found by its number; a removed one leaves a hole until all before it are gone.
    private readonly List<MemoryEntry?> _entries = [];
    private readonly SortedSet<(DateTimeOffset ReceivedAt, long Number)> _outOfOrder = [];
    private DateTimeOffset _latest;
    private long _first = 1;
    private long _lastHole;
    private long _handledUpTo;
    private int _count;

    /// <summary>How many entries at the beginning of the list are removed.</summary>
    private int _holes;

    /// <summary>The number of the last event that was ever appended.</summary>
    public long Last => _first + _entries.Count - 1;

    /// <summary>How many kept events every consumer has passed.</summary>
    public int Handled { get; private set; }

    /// <summary>How many handled events there may be before those are looked for that can be removed.</summary>
    public int TrimAbove { get; set; }

    public MemoryEntry Add(StoredEvent storedEvent)
    {
        var entry = new MemoryEntry(index, Last + 1, storedEvent);
        _entries.Add(entry);
        _count++;
        if (storedEvent.ReceivedAt < _latest)
            _outOfOrder.Add((storedEvent.ReceivedAt, entry.Number));
        else
            _latest = storedEvent.ReceivedAt;
        return entry;
    }

    public MemoryEntry? Find(long number) => number >= _first && number <= Last ? _entries[(int)(number - _first)] : null;

    public IEnumerable<MemoryEntry> After(long number)
    {
        for (var i = (int)Math.Max(_holes, number + 1 - _first); i < _entries.Count; i++)
            if (_entries[i] is { } entry)
                yield return entry;
    }

    public long CountAfter(long number)
    {
        if (number < _first + _holes)
            return _count;
        return number >= _lastHole ? Last - number : After(number).LongCount();
    }

    public DateTimeOffset? OldestAfter(long number)
    {
        DateTimeOffset? oldest = After(number).FirstOrDefault()?.Event.ReceivedAt;
        foreach (var (receivedAt, early) in _outOfOrder)
        {
            if (oldest is null || receivedAt >= oldest)
                break;
            if (early > number)
                return receivedAt;
        }

        return oldest;
    }

    /// <summary>Every consumer has passed this number.</summary>
    public void Pass(long number)
    {
        for (; _handledUpTo < number; _handledUpTo++)
            if (Find(_handledUpTo + 1) is not null)
                Handled++;
    }

    public IEnumerable<MemoryEntry> PassedByAll() => After(0).TakeWhile(entry => entry.Number <= _handledUpTo);

    public void Remove(MemoryEntry entry)
    {
        _entries[(int)(entry.Number - _first)] = null;
        _count--;
        _outOfOrder.Remove((entry.Event.ReceivedAt, entry.Number));
        _lastHole = Math.Max(_lastHole, entry.Number);
        if (entry.Number <= _handledUpTo)
            Handled--;
        while (_holes < _entries.Count && _entries[_holes] is null)
            _holes++;
        if (_holes < _entries.Count / 2 || _holes < 1_024)
            return;
        _entries.RemoveRange(0, _holes);
        _first += _holes;
        _holes = 0;
    }
}

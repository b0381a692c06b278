namespace Gamezop.Scores.Storage;

/// <summary>An event in a partition in memory.</summary>
internal sealed class MemoryEntry(int partition, long number, StoredEvent storedEvent)
{
    public int Partition { get; } = partition;

    public long Number { get; } = number;

    public LogPosition Position => new(0, Number);

    public StoredEvent Event { get; set; } = storedEvent;

    /// <summary>How many dead letters and quarantined events of single handlers need the event.</summary>
    public int Pins { get; set; }
}

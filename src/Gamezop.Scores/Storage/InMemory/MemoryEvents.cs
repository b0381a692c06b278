using System.Globalization;

namespace Gamezop.Scores.Storage;

/// <summary>The events of a log in memory, by position and by id, and which of them go. Not for concurrent use: the log locks it.</summary>
internal sealed class MemoryEvents
{
    /// <summary>So many events that every consumer has passed are kept at most, whatever the retention says: memory is bounded.</summary>
    private const int MaxHandled = 100_000;

    private readonly MemoryPartition[] _partitions;
    private readonly Dictionary<string, MemoryEntry> _byId = [];

    public MemoryEvents(int partitionCount)
    {
        _partitions = [.. Enumerable.Range(0, partitionCount).Select(index => new MemoryPartition(index))];
        Consumers = new MemoryConsumers(_partitions);
    }

    /// <summary>The consumers, whose positions and retries keep events.</summary>
    public MemoryConsumers Consumers { get; }

    /// <inheritdoc cref="IEventLog.GetKeptFromAsync"/>
    public DateTimeOffset KeptFrom { get; private set; }

    public MemoryPartition this[int partition] => _partitions[partition];

    public static StoredEvent WithTime(StoredEvent storedEvent, DateTimeOffset now) =>
        storedEvent.ReceivedAt == default ? storedEvent.WithReceivedAt(now) : storedEvent;

    public MemoryEntry? Find(string eventId) => _byId.GetValueOrDefault(eventId);

    public AppendedEvent Append(StoredEvent storedEvent, DateTimeOffset now)
    {
        if (Find(storedEvent.EventId) is { } known)
            return new AppendedEvent { IsAdded = false, ReceivedAt = known.Event.ReceivedAt };
        var kept = WithTime(storedEvent, now);
        _byId.Add(kept.EventId, PartitionOf(kept.UserId).Add(kept));
        return new AppendedEvent { IsAdded = true, ReceivedAt = kept.ReceivedAt };
    }

    public LedgerPage ReadLedger(DateTimeOffset receivedFrom, string? after, int max)
    {
        var numbers = after is null
            ? new long[_partitions.Length]
            : [.. after.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        var events = new List<StoredEvent>();
        for (var i = 0; i < _partitions.Length; i++)
            foreach (var entry in _partitions[i].After(numbers[i]).TakeWhile(_ => events.Count < max))
            {
                numbers[i] = entry.Number;
                if (entry.Event.ReceivedAt >= receivedFrom)
                    events.Add(entry.Event);
            }

        return new LedgerPage { Events = events, Next = string.Join(' ', numbers) };
    }

    /// <summary>How many events there are after a consumer's numbers.</summary>
    public long CountAfter(MemoryConsumer consumer, Func<MemoryConsumer.Place, long> number) =>
        _partitions.Select((partition, i) => partition.CountAfter(number(consumer.Places[i]))).Sum();

    /// <summary>When the oldest event arrived that waits for a consumer, retries included.</summary>
    public DateTimeOffset? FindOldest(MemoryConsumer consumer) =>
        _partitions.Select((partition, i) => partition.OldestAfter(consumer.Places[i].Number)).Append(consumer.OldestRetry).Min();

    public int Prune(TimeSpan age, IReadOnlyList<string> consumers, int max, DateTimeOffset now)
    {
        var waitFor = consumers.Select(Consumers.Find).OfType<MemoryConsumer>().ToList();
        if (waitFor.Count < consumers.Count)
            return 0;
        var old = _partitions
            .SelectMany(partition => partition.After(0))
            .Where(entry => now - entry.Event.ReceivedAt >= age && entry.Pins == 0)
            .Where(entry => waitFor.TrueForAll(consumer => consumer.Places[entry.Partition].Number >= entry.Number && !consumer.HasRetry(entry)))
            .OrderBy(entry => entry.Event.ReceivedAt).Take(max).ToList();
        old.ForEach(Prune);
        return old.Count;
    }

    /// <summary>Removes what every consumer has handled, where there is more of it in a partition than memory has room for.</summary>
    public void Trim(int index)
    {
        if (Consumers.All.Count == 0)
            return;
        var partition = _partitions[index];
        partition.Pass(Consumers.All.Min(consumer => consumer.Places[index].Number));
        var max = MaxHandled / _partitions.Length;
        // Not one by one: each pass goes over those that must stay.
        if (partition.Handled <= Math.Max(partition.TrimAbove, max + (max / 8)))
            return;
        var free = partition.PassedByAll().Where(entry => entry.Pins == 0 && !Consumers.All.Any(consumer => consumer.HasRetry(entry)));
        foreach (var entry in free.Take(partition.Handled - max).ToList())
            Prune(entry);
        partition.TrimAbove = partition.Handled + (max / 8);
    }

    public ErasedEvents Erase(string userId)
    {
        var partition = PartitionOf(userId);
        var last = partition.Last;
        var events = partition.After(0).Where(entry => entry.Event.UserId == userId).ToList();
        events.ForEach(Remove);
        return new ErasedEvents { Count = events.Count, Through = new LogPosition(0, last) };
    }

    /// <summary>Forgets what was released for a consumer, or has it released for another one.</summary>
    public void MoveReleases(string consumer, string? newName)
    {
        foreach (var entry in _byId.Values.Where(entry => entry.Event.ReleasedFor.Contains(consumer, StringComparer.Ordinal)))
        {
            var others = entry.Event.ReleasedFor.Where(name => name != consumer);
            entry.Event = entry.Event.WithReleasedFor(newName is null ? others : others.Append(newName));
        }
    }

    private MemoryPartition PartitionOf(string userId) => _partitions[LogPartition.Of(userId, _partitions.Length)];

    private void Prune(MemoryEntry entry)
    {
        if (entry.Event.ReceivedAt >= KeptFrom)
            KeptFrom = entry.Event.ReceivedAt.AddTicks(1);
        Remove(entry);
    }

    private void Remove(MemoryEntry entry)
    {
        foreach (var consumer in Consumers.All)
            consumer.RemoveRetry(entry);
        _partitions[entry.Partition].Remove(entry);
        _byId.Remove(entry.Event.EventId);
    }
}

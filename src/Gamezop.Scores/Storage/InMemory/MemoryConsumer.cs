namespace Gamezop.Scores.Storage;

/// <summary>The positions, leases and retries of one consumer in memory. Not for concurrent use: the log locks it.</summary>
internal sealed class MemoryConsumer(string name, int partitions, long epoch)
{
    private readonly Dictionary<(int Partition, long Number), Retry> _retries = [];
    private readonly SortedSet<(DateTimeOffset Due, int Partition, long Number)> _due = [];
    private readonly SortedSet<(DateTimeOffset Due, int Partition, long Number)> _putAside = [];
    private readonly SortedSet<(DateTimeOffset ReceivedAt, int Partition, long Number)> _received = [];

    public string Name { get; } = name;

    public Place[] Places { get; } = [.. Enumerable.Range(0, partitions).Select(_ => new Place { Epoch = epoch })];

    /// <summary>Since when no node has it, as nodes that renewed their leases found; null while one has it.</summary>
    public TimeSpan? MissingSince { get; set; }

    public int RetryCount => _retries.Count;

    public DateTimeOffset? OldestRetry => _received.Count > 0 ? _received.Min.ReceivedAt : null;

    public bool HasRetry(MemoryEntry entry) => _retries.ContainsKey((entry.Partition, entry.Number));

    /// <summary>The <see cref="LogRetry.ReplayId"/> of the event's retry; null where there is none.</summary>
    public long? ReplayOf(MemoryEntry entry) => _retries.GetValueOrDefault((entry.Partition, entry.Number))?.ReplayId;

    /// <summary>Whether the event's retry has these attempts and is not due: then the same commit has set it before.</summary>
    public bool IsPostponed(MemoryEntry entry, int attempts, DateTimeOffset now) =>
        _retries.TryGetValue((entry.Partition, entry.Number), out var retry) && retry.Attempts == attempts && retry.Due > now;

    public void SetRetry(MemoryEntry entry, int attempts, DateTimeOffset due, long replayId, bool isPutAside = false)
    {
        RemoveRetry(entry);
        _retries.Add((entry.Partition, entry.Number), new Retry(entry, attempts, due, replayId, isPutAside));
        _due.Add((due, entry.Partition, entry.Number));
        if (isPutAside)
            _putAside.Add((due, entry.Partition, entry.Number));
        _received.Add((entry.Event.ReceivedAt, entry.Partition, entry.Number));
    }

    public bool RemoveRetry(MemoryEntry entry)
    {
        if (!_retries.Remove((entry.Partition, entry.Number), out var retry))
            return false;
        _due.Remove((retry.Due, entry.Partition, entry.Number));
        _putAside.Remove((retry.Due, entry.Partition, entry.Number));
        _received.Remove((entry.Event.ReceivedAt, entry.Partition, entry.Number));
        return true;
    }

    public IReadOnlyList<LogRetry> ReadDue(RetryQuery query, DateTimeOffset now)
    {
        var partitions = query.Partitions.ToHashSet();
        var found = new List<LogRetry>();
        foreach (var (due, partition, number) in query.PutAsideOnly ? _putAside : _due)
        {
            if (due > now || found.Count == query.Max)
                break;
            var retry = _retries[(partition, number)];
            if (partitions.Contains(partition) && !query.Excluding.Contains((partition, retry.Entry.Position)))
                found.Add(new LogRetry
                {
                    Partition = partition,
                    Position = retry.Entry.Position,
                    Event = retry.Entry.Event,
                    Attempts = retry.Attempts,
                    ReplayId = retry.ReplayId,
                });
        }

        return found;
    }

    /// <summary>Takes over what another consumer has: the earlier positions, and the retries that are not here.</summary>
    public void TakeOver(MemoryConsumer other)
    {
        for (var i = 0; i < Places.Length; i++)
        {
            Places[i].Number = Math.Min(Places[i].Number, other.Places[i].Number);
            Places[i].Epoch = Math.Max(Places[i].Epoch, other.Places[i].Epoch) + 1;
            Places[i].Owner = null;
        }
        foreach (var retry in other._retries.Values.Where(retry => !HasRetry(retry.Entry)))
            SetRetry(retry.Entry, retry.Attempts, retry.Due, retry.ReplayId, retry.IsPutAside);
    }

    internal sealed class Place
    {
        /// <summary>The number of the last event that the consumer has passed.</summary>
        public long Number { get; set; }

        /// <summary>Up to this number events do not count as the consumer's backlog.</summary>
        public long ReplayedTo { get; set; }

        public long Epoch { get; set; }

        public string? Owner { get; set; }

        public TimeSpan Until { get; set; }
    }

    private sealed record Retry(MemoryEntry Entry, int Attempts, DateTimeOffset Due, long ReplayId, bool IsPutAside);
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>Reads each partition once for all consumers of the node: a bounded window of the last events stays in memory, parsed once.</summary>
internal sealed class SharedReader(IEventLog log, TimeProvider time)
{
    /// <summary>
    /// So many events, and so many bytes of them, stay in the windows of all partitions. The page that was read last stays in each window in any case.
    /// </summary>
    private const int MaxItems = 8_192;
    private const long MaxBytes = 16 << 20;
    private const int PageSize = 512;

    /// <summary>How often the end of a partition is looked at for what other nodes have appended.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(400);

    private readonly Lazy<PartitionWindow[]> _windows = new(() => [.. Enumerable.Range(0, log.PartitionCount).Select(_ => new PartitionWindow())]);

    /// <summary>Events of this user were appended here.</summary>
    public void Appended(string userId) => Interlocked.Increment(ref _windows.Value[LogPartition.Of(userId, log.PartitionCount)].Appends);

    /// <summary>Forgets what was read of a partition.</summary>
    public void Reset(int partition) => Volatile.Write(ref _windows.Value[partition].IsStale, true);

    /// <summary>Reads on in a partition.</summary>
    /// <returns>The events, and where to go on; empty at the end.</returns>
    public async ValueTask<(IReadOnlyList<LogItem> Items, LogPosition Next)> ReadAsync(
        int partition, LogPosition after, int max, CancellationToken cancellationToken)
    {
        var window = _windows.Value[partition];
        await window.Gate.WaitAsync(cancellationToken);
        try
        {
            if (after > window.End || Interlocked.Exchange(ref window.IsStale, false))
                window.Begin(after);
            if (after >= window.Start)
                return after == window.End && !await FillAsync(window, partition, cancellationToken) ? ([], after) : window.After(after, max);
        }
        finally
        {
            window.Gate.Release();
        }

        // Far behind the others: its events are read for this consumer alone, and the others do not wait.
        var page = await log.ReadAsync(partition, after, max, cancellationToken);
        return ([.. page.Entries.Select(entry => new LogItem(entry.Position, entry.Event))], page.Next);
    }

    /// <summary>Forgets the events of a user up to a position: they were erased.</summary>
    public async ValueTask DropAsync(string userId, LogPosition through, CancellationToken cancellationToken)
    {
        var window = _windows.Value[LogPartition.Of(userId, log.PartitionCount)];
        await window.Gate.WaitAsync(cancellationToken);
        window.Drop(userId, through);
        window.Gate.Release();
    }

    private async ValueTask<bool> FillAsync(PartitionWindow window, int partition, CancellationToken cancellationToken)
    {
        var appends = Volatile.Read(ref window.Appends);
        if (window.IsAtEnd && appends == window.AppendsSeen && time.GetElapsedTime(window.ReadAt) < PollInterval)
            return false;
        var readAt = time.GetTimestamp();
        var page = await log.ReadAsync(partition, window.End, PageSize, cancellationToken);
        (window.AppendsSeen, window.ReadAt, window.IsAtEnd) = (appends, readAt, page.Entries.Count == 0);
        window.Add(page, MaxItems / log.PartitionCount, MaxBytes / log.PartitionCount);
        return page.Entries.Count > 0;
    }

    private sealed class PartitionWindow
    {
        private readonly List<LogItem> _items = [];
        private long _bytes;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <summary>The window holds what stands behind this position, up to <see cref="End"/>.</summary>
        public LogPosition Start { get; private set; }

        public LogPosition End { get; private set; }

        public bool IsAtEnd { get; set; }

        public long ReadAt { get; set; }

        public long AppendsSeen { get; set; }

#pragma warning disable CA1051, SA1401 // Written from other threads.
        public long Appends;
        public bool IsStale;
#pragma warning restore CA1051, SA1401

        public void Begin(LogPosition position)
        {
            _items.Clear();
            _bytes = 0;
            Start = End = position;
            IsAtEnd = false;
        }

        public void Add(LogPage page, int maxItems, long maxBytes)
        {
            var known = _items.Count;
            _items.AddRange(page.Entries.Select(entry => new LogItem(entry.Position, entry.Event)));
            _bytes += page.Entries.Sum(entry => (long)entry.Event.Body.Length);
            End = page.Next;
            if (_items.Count <= maxItems && _bytes <= maxBytes)
                return;
            // In steps, for what remains moves to the front. What has just been read stays: who wanted it reads on from there.
            var surplus = 0;
            while (surplus < known && (_items.Count - surplus > maxItems / 2 || _bytes > maxBytes / 2))
                _bytes -= _items[surplus++].Event.Body.Length;
            if (surplus == 0)
                return;
            Start = _items[surplus - 1].Position;
            _items.RemoveRange(0, surplus);
        }

        public void Drop(string userId, LogPosition through)
        {
            _items.RemoveAll(item => item.Event.UserId == userId && item.Position <= through);
            _bytes = _items.Sum(item => (long)item.Event.Body.Length);
        }

        public (IReadOnlyList<LogItem> Items, LogPosition Next) After(LogPosition position, int max)
        {
            var (low, high) = (0, _items.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _items[middle].Position <= position ? (middle + 1, high) : (low, middle);
            }
            var count = Math.Min(max, _items.Count - low);
            return (_items.GetRange(low, count), low + count < _items.Count ? _items[low + count - 1].Position : End);
        }
    }
}

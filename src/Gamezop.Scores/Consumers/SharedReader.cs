using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>Reads each partition once for all consumers of the node: a bounded window of the last events stays in memory, parsed once.</summary>
internal sealed class SharedReader(IEventLog log, int consumers, TimeProvider time)
{
    /// <summary>
    /// So many events, and so many bytes of them, stay in the windows of all partitions for consumers that are behind. The page that was read last stays
    /// in each window in any case.
    /// </summary>
    private const int MaxItems = 8_192;
    private const long MaxBytes = 16 << 20;
    private const int PageSize = 512;

    /// <summary>How often the end of a partition is looked at for what other nodes have appended.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(400);

    private readonly Lazy<PartitionWindow[]> _windows = new(() => [.. Enumerable.Range(0, log.PartitionCount).Select(_ => new PartitionWindow(consumers))]);

    /// <summary>Events of this user were appended here.</summary>
    public void Appended(string userId) => Interlocked.Increment(ref _windows.Value[LogPartition.Of(userId, log.PartitionCount)].Appends);

    /// <summary>Forgets what was read of a partition.</summary>
    public void Reset(int partition) => Volatile.Write(ref _windows.Value[partition].IsStale, true);

    /// <summary>Reads on in a partition.</summary>
    /// <param name="consumer">The number of the consumer, from 0 on.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="after">Where to go on; what is up to there, this consumer needs no more.</param>
    /// <param name="max">How many events at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The events, and where to go on; empty at the end.</returns>
    public async ValueTask<(IReadOnlyList<LogItem> Items, LogPosition Next)> ReadAsync(
        int consumer, int partition, LogPosition after, int max, CancellationToken cancellationToken)
    {
        var window = _windows.Value[partition];
        await window.Gate.WaitAsync(cancellationToken);
        try
        {
            if (after > window.End || Interlocked.Exchange(ref window.IsStale, false))
                window.Begin(after);
            window.Passed(consumer, after);
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

    private sealed class PartitionWindow(int consumers)
    {
        /// <summary>So many events that all have read may stay: what remains moves to the front when they go.</summary>
        private const int MaxPassed = 256;

        private readonly List<LogItem> _items = [];
        private readonly LogPosition[] _passed = new LogPosition[consumers];
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
            if (surplus > 0)
                RemoveFirst(surplus);
        }

        /// <summary>
        /// A consumer has read up to a position. What all consumers have read goes, before the garbage collector takes it for something that stays.
        /// </summary>
        public void Passed(int consumer, LogPosition position)
        {
            _passed[consumer] = position;
            var byAll = position;
            foreach (var passed in _passed)
                if (passed >= Start && passed < byAll)
                    byAll = passed;
            var count = Find(byAll);
            if (count < MaxPassed)
                return;
            for (var i = 0; i < count; i++)
                _bytes -= _items[i].Event.Body.Length;
            RemoveFirst(count);
        }

        public void Drop(string userId, LogPosition through)
        {
            _items.RemoveAll(item => item.Event.UserId == userId && item.Position <= through);
            _bytes = _items.Sum(item => (long)item.Event.Body.Length);
        }

        public (IReadOnlyList<LogItem> Items, LogPosition Next) After(LogPosition position, int max)
        {
            var first = Find(position);
            var count = Math.Min(max, _items.Count - first);
            return (_items.GetRange(first, count), first + count < _items.Count ? _items[first + count - 1].Position : End);
        }

        /// <summary>How many of the events stand up to a position.</summary>
        private int Find(LogPosition position)
        {
            var (low, high) = (0, _items.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _items[middle].Position <= position ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private void RemoveFirst(int count)
        {
            Start = _items[count - 1].Position;
            _items.RemoveRange(0, count);
        }
    }
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>The partitions that one consumer has leased, and the events of them that it has in hand.</summary>
internal sealed class ConsumerPartitions(TimeProvider time)
{
    /// <summary>For so long unfinished events hold up the commit of what is finished behind them.</summary>
    private static readonly TimeSpan GapTime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, PartitionProgress> _partitions = [];
    private int _inHand;
    private int _uncommitted;

    /// <summary>How many events the handler is not done with.</summary>
    public int InHand => Volatile.Read(ref _inHand);

    /// <summary>How many events the handler is done with, and the log does not know it yet.</summary>
    public int Uncommitted => Volatile.Read(ref _uncommitted);

    /// <summary>The leases, those that are being given back included.</summary>
    public IReadOnlyList<ConsumerLease> Leases
    {
        get
        {
            lock (_lock)
                return [.. _partitions.Values.Select(progress => progress.Lease)];
        }
    }

    /// <summary>Those that are not being given back.</summary>
    public PartitionProgress[] Active
    {
        get
        {
            lock (_lock)
                return [.. _partitions.Values.Where(progress => !progress.IsEnding)];
        }
    }

    public void Add(ConsumerLease lease)
    {
        lock (_lock)
            _partitions[lease.Partition] = new PartitionProgress(lease);
    }

    /// <summary>Marks a partition whose events are not handed to the handler any more.</summary>
    /// <param name="lease">Its lease.</param>
    /// <param name="isLost">Whether somebody else has it: what was not committed is forgotten at once.</param>
    public void End(ConsumerLease lease, bool isLost)
    {
        lock (_lock)
        {
            if (_partitions.GetValueOrDefault(lease.Partition) is not { } progress || progress.Lease.Epoch != lease.Epoch)
                return;
            progress.IsEnding = true;
            if (isLost)
                Remove_NeedsLock(progress);
        }
    }

    /// <summary>Takes out partitions that have been ended, of which no call is under way and all that was finished is committed.</summary>
    public IReadOnlyList<ConsumerLease> TakeEnded(Func<PartitionProgress, bool> isCalling)
    {
        lock (_lock)
        {
            var ended = _partitions.Values.Where(progress => progress.IsEnding && !isCalling(progress) && Prepare_NeedsLock(progress) is null).ToList();
            ended.ForEach(Remove_NeedsLock);
            return [.. ended.Select(progress => progress.Lease)];
        }
    }

    /// <summary>Takes events in hand that were read from the log.</summary>
    /// <param name="items">The events.</param>
    /// <param name="progress">The partition that was read on.</param>
    /// <param name="readTo">How far.</param>
    /// <returns>Those that the handler is to be called with: the partition is not lost, and what becomes of the event is not known already.</returns>
    public IReadOnlyList<ConsumerItem> Take(IReadOnlyList<ConsumerItem> items, PartitionProgress progress, LogPosition readTo)
    {
        lock (_lock)
        {
            if (progress.IsLost)
                return [];
            foreach (var item in items)
                progress.Add(item);
            // In the same step: a commit between both would pass the events by an older position.
            progress.ReadTo = readTo;
            return Open_NeedsLock(items);
        }
    }

    /// <summary>Takes retries in hand.</summary>
    /// <param name="items">What the store gave.</param>
    /// <param name="asked">What was known when it was asked.</param>
    /// <returns>Those that were taken: not those that are in hand already.</returns>
    public IReadOnlyList<ConsumerItem> TakeRetries(IReadOnlyList<ConsumerItem> items, RetriesInHand asked)
    {
        lock (_lock)
        {
            var taken = items.Where(item => !item.Progress.IsLost && item.Progress.TryAddRetry(item, asked.Committed[item.Progress.Lease.Partition])).ToList();
            Open_NeedsLock(taken);
            return taken;
        }
    }

    public void Complete(ConsumerItem item, EventOutcome outcome)
    {
        lock (_lock)
        {
            if (!item.Progress.IsLost && item.Outcome is null)
                Complete_NeedsLock(item, outcome);
        }
    }

    /// <summary>Is done with the events of a user up to a position, those of which a call is under way included.</summary>
    public void Drop(string userId, LogPosition through)
    {
        lock (_lock)
        {
            foreach (var item in _partitions.Values.SelectMany(progress => progress.Unfinished))
                if (item.Stored.UserId == userId && item.Position <= through)
                    Complete_NeedsLock(item, AttemptOutcomes.Done(item));
        }
    }

    /// <summary>What the store need not give again.</summary>
    public RetriesInHand GetRetries(IReadOnlyList<PartitionProgress> partitions)
    {
        lock (_lock)
            return new RetriesInHand(
                [.. partitions.SelectMany(progress => progress.RetryPositions.Select(position => (progress.Lease.Partition, position)))],
                partitions.ToDictionary(progress => progress.Lease.Partition, progress => progress.Committed),
                partitions.Sum(progress => progress.ReadRetryCount));
    }

    public IReadOnlyList<PendingCommit> PrepareCommits()
    {
        lock (_lock)
            return [.. _partitions.Values.Select(Prepare_NeedsLock).OfType<PendingCommit>()];
    }

    /// <summary>A commit holds.</summary>
    public void Apply(PendingCommit pending)
    {
        lock (_lock)
        {
            if (pending.Progress.IsLost)
                return;
            _uncommitted -= pending.Ended.Count;
            pending.Progress.Apply(pending);
        }
    }

    private List<ConsumerItem> Open_NeedsLock(IReadOnlyList<ConsumerItem> taken)
    {
        var open = taken.Where(item => item.Outcome is null).ToList();
        _inHand += open.Count;
        _uncommitted += taken.Count - open.Count;
        return open;
    }

    private void Complete_NeedsLock(ConsumerItem item, EventOutcome outcome)
    {
        item.Outcome = outcome;
        _inHand--;
        _uncommitted++;
    }

    private PendingCommit? Prepare_NeedsLock(PartitionProgress progress) =>
        progress.Prepare(time.GetTimestamp(), time.GetElapsedTime, progress.IsEnding ? TimeSpan.Zero : GapTime);

    private void Remove_NeedsLock(PartitionProgress progress)
    {
        _partitions.Remove(progress.Lease.Partition);
        progress.IsLost = true;
        _inHand -= progress.Unfinished.Count();
        _uncommitted -= progress.Uncommitted;
    }
}

using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// One handler on this node: reads the partitions that it has leased, a bounded way ahead of what is committed, has the handler called, and prepares its commits.
/// Consumers are independent of each other.
/// </summary>
internal sealed class Consumer
{
    /// <summary>For so long unfinished events hold up the commit of what is finished behind them.</summary>
    private static readonly TimeSpan GapTime = TimeSpan.FromSeconds(1);

    /// <summary>Events that come in during this delay are taken together: that costs less than one by one.</summary>
    private static readonly TimeSpan GatherDelay = TimeSpan.FromMilliseconds(5);

    private readonly HandlerSlot _slot;
    private readonly HandlerLimits _limits;
    private readonly ConsumerParts _parts;
    private readonly HandlerCalls _calls;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, PartitionProgress> _partitions = [];
    private readonly AsyncSignal _wake = new();
    private readonly AttemptOutcomes _outcomes;
    private readonly ConsumerRetries _retries;
    private int _inHand;
    private int _uncommitted;

    public Consumer(HandlerSlot slot, ConsumerParts parts, ScorePipeline pipeline, IServiceScopeFactory scopes, ILogger logger)
    {
        _slot = slot;
        _parts = parts;
        _limits = new HandlerLimits(slot, parts.Options);
        _outcomes = new AttemptOutcomes(slot, _limits, parts.Metrics, logger);
        _retries = new ConsumerRetries(slot.Name, parts);
        _calls = new HandlerCalls(slot, _limits, pipeline, scopes, parts.Metrics, parts.Time, logger, MayStart, Ended);
    }

    public string Name => _slot.Name;

    public StartFrom StartFrom => _slot.Options.StartFrom;

    /// <summary>Something has changed that is to be committed.</summary>
    public Action? HasNews { get; set; }

    /// <summary>Whether nothing more was found when it looked last, and nothing is in hand.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>How many events are read ahead at most.</summary>
    private int Window => Math.Max(4_096, 4 * _limits.BatchSize);

    /// <summary>While nothing can be committed, nothing more is handled either: after a crash all of it would be handled again.</summary>
    private int MaxUncommitted => 16 * Math.Max(2, _limits.BatchSize);

    /// <summary>There may be something to read, retries included when <paramref name="withRetries"/> says so.</summary>
    public void Wake(bool withRetries = false)
    {
        if (withRetries)
            _retries.Expect(TimeSpan.Zero);
        _wake.Set();
    }

    public void Add(ConsumerLease lease)
    {
        lock (_lock)
            _partitions[lease.Partition] = new PartitionProgress(lease);
        _wake.Set();
    }

    /// <summary>The leases that it has, those that are being given back included.</summary>
    public IReadOnlyList<ConsumerLease> Leases
    {
        get
        {
            lock (_lock)
                return [.. _partitions.Values.Select(progress => progress.Lease)];
        }
    }

    /// <summary>Hands nothing more of a partition to the handler.</summary>
    public void End(ConsumerLease lease, bool isLost)
    {
        lock (_lock)
        {
            if (Find_NeedsLock(lease) is not { } progress)
                return;
            progress.IsEnding = true;
            progress.IsLost |= isLost;
            if (isLost)
                Remove_NeedsLock(progress);
        }

        _calls.DropEnding();
        HasNews?.Invoke();
    }

    /// <summary>Takes out partitions that have been ended, of which no call is under way and all that was finished is committed.</summary>
    public IReadOnlyList<ConsumerLease> TakeEnded()
    {
        lock (_lock)
        {
            var ended = _partitions.Values.Where(progress => progress.IsEnding && !_calls.IsCalling(progress) && Prepare_NeedsLock(progress) is null).ToList();
            ended.ForEach(Remove_NeedsLock);
            return [.. ended.Select(progress => progress.Lease)];
        }
    }

    /// <summary>The handler's calls.</summary>
    public HandlerCalls Calls => _calls;

    public HandlerLimits Limits => _limits;

    public void EnforceTimeLimit()
    {
        _calls.EnforceTimeLimit();
        _calls.Pulse();
        HasNews?.Invoke();
    }

    public IReadOnlyList<PendingCommit> PrepareCommits()
    {
        lock (_lock)
            return [.. _partitions.Values.Select(Prepare_NeedsLock).OfType<PendingCommit>()];
    }

    /// <summary>A commit holds, or was refused because somebody else has the partition.</summary>
    public void Apply(PendingCommit pending, bool holds)
    {
        if (!holds)
        {
            End(pending.Progress.Lease, isLost: true);
            return;
        }
        lock (_lock)
        {
            if (pending.Progress.IsLost)
                return;
            pending.Progress.Apply(pending);
            _uncommitted -= pending.Ended.Count;
            foreach (var outcome in pending.Commit.Outcomes.Where(outcome => outcome.Kind == EventOutcomeKind.Retry && outcome.Attempts > 0))
                _retries.Expect(outcome.Delay);
        }
        _calls.Pulse();
        _wake.Set();
    }

    /// <summary>Reads on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var read = await _parts.Guard.RunAsync(() => ReadAsync(cancellationToken), cancellationToken);
            IsIdle = read == 0 && Volatile.Read(ref _inHand) + Volatile.Read(ref _uncommitted) == 0;
            // By a real clock, for a fake one may stand still.
            if (read > 0 && read < _limits.BatchSize)
                await Task.Delay(GatherDelay, TimeProvider.System, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            else if (read <= 0)
                await _wake.WaitAsync(_retries.Wait, cancellationToken);
        }
    }

    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        PartitionProgress[] partitions;
        lock (_lock)
            partitions = [.. _partitions.Values.Where(progress => !progress.IsEnding)];
        var read = _retries.IsTime ? (await AddRetriesAsync(partitions, false, cancellationToken)).Count : 0;
        foreach (var progress in partitions)
        {
            while (!progress.HasReadUntried)
            {
                (var untried, progress.HasReadUntried) = await AddRetriesAsync([progress], true, cancellationToken);
                read += untried;
            }
            var room = Math.Min(Window - Volatile.Read(ref _inHand) - Volatile.Read(ref _uncommitted), Math.Max(256, _limits.BatchSize));
            if (room <= 0)
                break;
            var (items, next) = await _parts.Reader.ReadAsync(progress.Lease.Partition, progress.ReadTo, room, cancellationToken);
            if (next == progress.ReadTo)
                continue;
            Add(progress, items, next);
            read += items.Count;
        }

        return read;
    }

    private void Add(PartitionProgress progress, IReadOnlyList<LogItem> items, LogPosition next)
    {
        var now = _parts.Time.GetTimestamp();
        var wanted = new List<ConsumerItem>(items.Count);
        foreach (var item in items)
            if (_slot.WantsAll || item.State is not { } state || _slot.Wants(state))
                wanted.Add(_outcomes.CreateItem(progress, item, 0, false, now));
        lock (_lock)
        {
            if (progress.IsLost)
                return;
            wanted.ForEach(Take_NeedsLock);
            progress.ReadTo = next;
        }

        foreach (var item in wanted)
            _parts.Metrics.FirstDelivery(Name, _parts.Time.GetUtcNow() - item.Stored.ReceivedAt);
        _calls.Add(wanted.Where(item => item.Outcome is null));
        HasNews?.Invoke();
    }

    private async ValueTask<(int Count, bool IsAll)> AddRetriesAsync(PartitionProgress[] partitions, bool untriedOnly, CancellationToken cancellationToken)
    {
        HashSet<(int, LogPosition)> inHand;
        lock (_lock)
            inHand = [.. partitions.SelectMany(progress => progress.RetryPositions.Select(position => (progress.Lease.Partition, position)))];
        var (retries, isAll) = await _retries.ReadAsync([.. partitions.Select(progress => progress.Lease.Partition)], inHand, untriedOnly, cancellationToken);
        var now = _parts.Time.GetTimestamp();
        var byPartition = partitions.ToDictionary(progress => progress.Lease.Partition);
        var items = retries.Select(retry => _outcomes.CreateItem(byPartition[retry.Partition], new LogItem(retry.Position, retry.Event), retry.Attempts, true, now)).ToList();
        lock (_lock)
        {
            items.RemoveAll(item => item.Progress.IsLost);
            items.ForEach(Take_NeedsLock);
        }
        _calls.Add(items.Where(item => item.Outcome is null).OrderBy(item => item.Position));
        return (retries.Count, isAll);
    }

    private void Take_NeedsLock(ConsumerItem item)
    {
        item.Progress.Add(item);
        if (item.Outcome is null)
            _inHand++;
        else
            _uncommitted++;
    }

    private bool MayStart() => _parts.MayStart() && Volatile.Read(ref _uncommitted) < MaxUncommitted;

    private void Ended(ConsumerItem item, Exception? exception)
    {
        var outcome = exception is null ? AttemptOutcomes.Done(item) : _outcomes.Failed(item, exception);
        lock (_lock)
        {
            if (item.Progress.IsLost)
                return;
            item.Outcome = outcome;
            _inHand--;
            _uncommitted++;
        }
        HasNews?.Invoke();
    }

    private PartitionProgress? Find_NeedsLock(ConsumerLease lease) =>
        _partitions.GetValueOrDefault(lease.Partition) is { } progress && progress.Lease.Epoch == lease.Epoch ? progress : null;

    private void Remove_NeedsLock(PartitionProgress progress)
    {
        _partitions.Remove(progress.Lease.Partition);
        progress.IsLost = true;
        _inHand -= progress.InHand;
        _uncommitted -= progress.Uncommitted;
    }

    private PendingCommit? Prepare_NeedsLock(PartitionProgress progress) =>
        progress.Prepare(_parts.Time.GetTimestamp(), _parts.Time.GetElapsedTime, progress.IsEnding ? TimeSpan.Zero : GapTime);
}

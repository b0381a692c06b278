using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// One handler on this node: reads the partitions that it has leased, a bounded way ahead of what is committed, and has the handler called.
/// Consumers are independent of each other.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim owns no unmanaged resource unless AvailableWaitHandle is used.")]
internal sealed class Consumer
{
    /// <summary>
    /// Events that come in during this delay are taken together: that costs less than one by one. Found with the benchmarks <c>durable</c> and
    /// <c>inbox-worker</c>.
    /// </summary>
    private static readonly TimeSpan GatherDelay = TimeSpan.FromMilliseconds(10);

    private readonly int _number;
    private readonly HandlerSlot _slot;
    private readonly ConsumerParts _parts;
    private readonly AttemptOutcomes _outcomes;
    private readonly ConsumerRetries _retries;
    private readonly ConsumerPartitions _partitions;
    private readonly AsyncSignal _wake = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly string _reads;
    private uint _turn;
    private long _passes;
    private long _idlePass;

    public Consumer(int number, HandlerSlot slot, ConsumerParts parts, ScorePipeline pipeline, IServiceScopeFactory scopes, ILogger logger)
    {
        _number = number;
        _slot = slot;
        _reads = $"Reading for handler {slot.Name}";
        _parts = parts;
        Limits = new HandlerLimits(slot, parts.Options);
        _outcomes = new AttemptOutcomes(slot, Limits, parts.Metrics, logger);
        _retries = new ConsumerRetries(slot.Name, parts);
        _partitions = new ConsumerPartitions(parts.Time);
        Calls = new HandlerCalls(slot, Limits, pipeline, scopes, parts.Metrics, parts.Time, logger, MayStart, Ended);
    }

    public string Name => _slot.Name;

    public StartFrom StartFrom => _slot.Options.StartFrom;

    /// <summary>Whether it keeps events that are dated ahead from itself.</summary>
    public bool QuarantinesFuture => _slot.Options.QuarantinesFuture;

    public HandlerLimits Limits { get; }

    public HandlerCalls Calls { get; }

    /// <summary>Something has changed that is to be committed.</summary>
    public Action? HasNews { get; set; }

    /// <summary>How many times it has begun to look for more.</summary>
    public long Passes => Volatile.Read(ref _passes);

    public IReadOnlyList<ConsumerLease> Leases => _partitions.Leases;

    /// <summary>How many events are read ahead at most.</summary>
    private int Window => Math.Max(4_096, 4 * Limits.BatchSize);

    /// <summary>While nothing can be committed, nothing more is handled either: after a crash all of it would be handled again.</summary>
    private int MaxUncommitted => 16 * Math.Max(2, Limits.BatchSize);

    /// <summary>There may be something to read, retries included when <paramref name="withRetries"/> says so.</summary>
    public void Wake(bool withRetries = false)
    {
        if (withRetries)
            _retries.Expect(TimeSpan.Zero);
        _wake.Set();
    }

    public void Add(ConsumerLease lease)
    {
        // Events that this node has read before may be others by now, where an older copy of a file was put back.
        _parts.Reader.Reset(lease.Partition);
        _partitions.Add(lease);
        _wake.Set();
    }

    /// <summary>Hands nothing more of a partition to the handler.</summary>
    public void End(ConsumerLease lease, bool isLost)
    {
        _partitions.End(lease, isLost);
        Calls.DropEnding();
        HasNews?.Invoke();
    }

    /// <inheritdoc cref="ConsumerPartitions.TakeEnded"/>
    public IReadOnlyList<ConsumerLease> TakeEnded() => _partitions.TakeEnded(Calls.IsCalling);

    public void EnforceTimeLimit()
    {
        Calls.EnforceTimeLimit();
        Calls.Pulse();
        HasNews?.Invoke();
    }

    public IReadOnlyList<PendingCommit> PrepareCommits() => _partitions.PrepareCommits();

    /// <summary>A commit holds, or was refused because somebody else has the partition.</summary>
    public void Apply(PendingCommit pending, bool holds)
    {
        if (!holds)
        {
            End(pending.Progress.Lease, isLost: true);
            return;
        }
        _partitions.Apply(pending);
        foreach (var outcome in pending.Commit.Outcomes.Where(outcome => outcome.Kind == EventOutcomeKind.Retry))
            _retries.Expect(outcome.Delay);
        Calls.Pulse();
        _wake.Set();
    }

    /// <summary>Is done with the events of a user up to a position: they were erased.</summary>
    public async ValueTask DropAsync(string userId, LogPosition through, CancellationToken cancellationToken)
    {
        // What is being read is in hand afterwards.
        await _reading.WaitAsync(cancellationToken);
        _partitions.Drop(userId, through);
        _reading.Release();
        HasNews?.Invoke();
    }

    /// <summary>Whether it has looked since, found nothing more, and had nothing in hand.</summary>
    /// <param name="passes">What <see cref="Passes"/> was before.</param>
    public bool IsIdleSince(long passes) => Volatile.Read(ref _idlePass) > passes;

    /// <summary>Reads on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var pass = Interlocked.Increment(ref _passes);
            var read = await _parts.Guard.RunAsync(_reads, () => ReadAsync(cancellationToken), cancellationToken);
            if (read == 0 && _partitions.InHand + _partitions.Uncommitted == 0)
                Volatile.Write(ref _idlePass, pass);
            // By a real clock, for a fake one may stand still.
            if (read > 0 && read < Limits.BatchSize)
                await GatherDelay.WaitAsync(TimeProvider.System, cancellationToken);
            else if (read <= 0)
                await _wake.WaitAsync(_retries.Wait, cancellationToken);
        }
    }

    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await ReadOnAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async ValueTask<int> ReadOnAsync(CancellationToken cancellationToken)
    {
        var partitions = _partitions.Active;
        var read = 0;
        if (_retries.IsTime)
        {
            (read, var isAll) = await ReadRetriesAsync(partitions, false, cancellationToken);
            if (!isAll)
                _retries.Expect(TimeSpan.Zero);
        }
        // It goes on with the partition for which there was no room the last time: none waits for ever behind busy ones.
        for (var i = 0; i < partitions.Length; i++)
        {
            // Moved on first: one that cannot be read keeps nobody from the others.
            var progress = partitions[_turn++ % partitions.Length];
            while (!progress.HasReadPutAside && !progress.IsEnding)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (var putAside, progress.HasReadPutAside) = await ReadRetriesAsync([progress], true, cancellationToken);
                read += putAside;
            }
            var room = Math.Min(Window - _partitions.InHand - _partitions.Uncommitted, Math.Max(256, Limits.BatchSize));
            if (room <= 0)
            {
                _turn--;
                break;
            }
            var (items, next) = await _parts.Reader.ReadAsync(_number, progress.Lease.Partition, progress.ReadTo, room, cancellationToken);
            if (next == progress.ReadTo)
                continue;
            Take(progress, items, next);
            read += items.Count;
        }

        return read;
    }

    private void Take(PartitionProgress progress, IReadOnlyList<LogItem> items, LogPosition next)
    {
        var now = _parts.Time.GetTimestamp();
        var wanted = new List<ConsumerItem>(items.Count);
        foreach (var item in items)
            if (_slot.WantsAll || item.State is not { } state || _slot.Wants(state))
                wanted.Add(_outcomes.CreateItem(progress, item, 0, false, now));
        var open = _partitions.Take(wanted, progress, next);
        foreach (var item in open)
            _parts.Metrics.FirstDelivery(Name, item.Stored.ReceivedAt);
        Calls.Add(open);
        HasNews?.Invoke();
    }

    private async ValueTask<(int Count, bool IsAll)> ReadRetriesAsync(PartitionProgress[] partitions, bool putAsideOnly, CancellationToken cancellationToken)
    {
        var numbers = partitions.Select(progress => progress.Lease.Partition).ToList();
        var inHand = _partitions.GetRetries(partitions);
        var (retries, isAll) = await _retries.ReadAsync(numbers, inHand, putAsideOnly, cancellationToken);
        var now = _parts.Time.GetTimestamp();
        var byPartition = partitions.ToDictionary(progress => progress.Lease.Partition);
        var items = retries.Select(retry =>
            _outcomes.CreateItem(byPartition[retry.Partition], new LogItem(retry.Position, retry.Event), retry.Attempts, true, now, retry.ReplayId)).ToList();
        var taken = _partitions.TakeRetries(items, inHand);
        Calls.Add(taken.Where(item => item.Outcome is null).OrderBy(item => item.Position));
        // Those that were not taken come again with every answer until the position has passed them.
        return (taken.Count, isAll || taken.Count == 0);
    }

    private bool MayStart() => _parts.MayStart() && _partitions.Uncommitted < MaxUncommitted;

    private void Ended(ConsumerItem item, Exception? exception)
    {
        _partitions.Complete(item, exception is null ? AttemptOutcomes.Done(item) : _outcomes.Failed(item, exception));
        HasNews?.Invoke();
    }
}

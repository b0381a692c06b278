using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>All consumers of this node: its heartbeat, its share of the partitions, its commits, and how it stops.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim owns no unmanaged resource unless AvailableWaitHandle is used.")]
internal sealed class ConsumerGroup : IUserErasure
{
    /// <summary>How long a node that dies keeps its partitions from the others.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    /// <summary>How long the last commit may take when the host has no more time: a store that is stuck must not keep the host for ever.</summary>
    private static readonly TimeSpan LastCommitTime = TimeSpan.FromSeconds(2);

    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogGuard _guard;
    private readonly SharedReader _reader;
    private readonly Committer _committer;
    private readonly List<Consumer> _consumers;
#pragma warning disable RS0030 // Each run of a host is another node, whatever it shares with the one before.
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
#pragma warning restore RS0030
    private readonly SemaphoreSlim _heartbeat = new(1, 1);
    private long _renewedAt;
    private volatile bool _isStopping;
    private volatile bool _hasRegistered;
    private volatile bool _hasLeft;

    public ConsumerGroup(
        IEventLog log, ScorePipeline pipeline, IServiceScopeFactory scopes, InboxMetrics metrics, ScoreInboxOptions options, TimeProvider time,
        ILogger<ConsumerGroup> logger, Action<string, Exception?> stepEnded)
    {
        _log = log;
        _time = time;
        _logger = logger;
        _guard = new LogGuard(stepEnded, time);
        _reader = new SharedReader(log, pipeline.Handlers.Count, time);
        var parts = new ConsumerParts(log, _reader, options, metrics, time, _guard, HoldsLeases);
        _consumers = [.. pipeline.Handlers.Select((slot, number) => new Consumer(number, slot, parts, pipeline, scopes, logger))];
        _committer = new Committer(log, _consumers, _guard);
        _consumers.ForEach(consumer => consumer.HasNews = _committer.Signal);
    }

    /// <summary>The consumers of all live nodes, as of the last heartbeat.</summary>
    public IReadOnlyList<string> LiveConsumers { get; private set; } = [];

    /// <summary>
    /// The live consumers that may put an event that is dated ahead into quarantine: those of this node that say so, and where there are none those that other
    /// nodes alone have, of which this one knows no more than the name.
    /// </summary>
    public IReadOnlyList<string> QuarantiningConsumers => _consumers.Exists(consumer => consumer.QuarantinesFuture)
        ? [.. _consumers.Where(consumer => consumer.QuarantinesFuture).Select(consumer => consumer.Name)]
        : [.. LiveConsumers.Except(_consumers.Select(consumer => consumer.Name), StringComparer.Ordinal)];

    /// <summary>Events were appended here. Told before anybody learns of it: who stops the host then finds them.</summary>
    public void Appended(IReadOnlyList<StoredEvent> events)
    {
        foreach (var one in events)
            _reader.Appended(one.UserId);
    }

    /// <summary>What was appended is to be read.</summary>
    public void WakeReaders() => _consumers.ForEach(consumer => consumer.Wake());

    /// <summary>Retries may have become due.</summary>
    public void Wake() => _consumers.ForEach(consumer => consumer.Wake(withRetries: true));

    /// <inheritdoc/>
    public async ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var erased = await _log.EraseUserAsync(userId, cancellationToken);
        // What had been read before is dropped; what came afterwards stays.
        await _reader.DropAsync(userId, erased.Through, cancellationToken);
        foreach (var consumer in _consumers)
            await consumer.DropAsync(userId, erased.Through, cancellationToken);
    }

    /// <summary>Registers the node and its consumers, and takes partitions. Called before the first event is accepted.</summary>
    public async ValueTask HeartbeatAsync(CancellationToken cancellationToken)
    {
        await _heartbeat.WaitAsync(cancellationToken);
        try
        {
            if (_hasLeft)
                return;
            _hasRegistered = true;
            var now = _time.GetTimestamp();
            var registrations = _consumers.ConvertAll(consumer => new ConsumerRegistration { Name = consumer.Name, StartFrom = consumer.StartFrom });
            var cluster = await _log.RenewAsync(_node, registrations, LeaseTime, cancellationToken);
            LiveConsumers = [.. cluster.Nodes.SelectMany(node => node.Consumers).Distinct()];
            _consumers.ForEach(consumer => Lose(consumer, cluster));
            Volatile.Write(ref _renewedAt, now);
            await ShareAsync(cluster, cancellationToken);
        }
        finally
        {
            _heartbeat.Release();
        }
        _consumers.ForEach(consumer => consumer.Wake());
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _consumers.Select(consumer => consumer.RunAsync(cancellationToken))
            .Append(_guard.EveryAsync("Renewing leases", HeartbeatInterval, () => HeartbeatAsync(cancellationToken), cancellationToken))
            .Append(_guard.EveryAsync("Watching calls", WatchInterval, Watch, cancellationToken))
            .Append(_committer.RunAsync(cancellationToken)));

    /// <summary>Waits until nothing more is found and everything is committed.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Wake();
        var passes = _consumers.ConvertAll(consumer => consumer.Passes);
        while (!cancellationToken.IsCancellationRequested && !_consumers.Zip(passes).All(one => one.First.IsIdleSince(one.Second)))
        {
            Wake();
            await TimeSpan.FromMilliseconds(20).WaitAsync(TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Begins nothing more, waits for the calls that are under way, commits what they came to, and gives all partitions back.</summary>
    /// <param name="givingUp">The host has no more time.</param>
    public async Task StopAsync(CancellationToken givingUp)
    {
        _isStopping = true;
        foreach (var consumer in _consumers)
        {
            consumer.Calls.Stop();
            foreach (var lease in consumer.Leases)
                consumer.End(lease, isLost: false);
        }
        while (!givingUp.IsCancellationRequested && _consumers.Exists(consumer => consumer.Calls.IsCallingAny))
            await TimeSpan.FromMilliseconds(5).WaitAsync(TimeProvider.System, givingUp);
        var left = _consumers.Sum(consumer => consumer.Calls.Cancel());
        if (left > 0)
            Log.NotDrained(_logger, left);
        using var last = new CancellationTokenSource();
        await using var registration = givingUp.UnsafeRegister(static self => ((CancellationTokenSource)self!).CancelAfter(LastCommitTime), last);
        var isCommitted = false;
        while (!isCommitted && !last.IsCancellationRequested)
            isCommitted = await _guard.RunAsync(Committer.Step, () => _committer.CommitAsync(last.Token), last.Token) >= 0 || givingUp.IsCancellationRequested;
        if (_hasRegistered)
            await _guard.RunAsync("Leaving", () => LeaveAsync(last.Token), new CancellationToken(true));
    }

    /// <summary>Not while a heartbeat is under way, which would register the node again.</summary>
    private async ValueTask<int> LeaveAsync(CancellationToken cancellationToken)
    {
        _hasLeft = true;
        await _heartbeat.WaitAsync(cancellationToken);
        try
        {
            await _log.LeaveAsync(_node, cancellationToken).AsTask().WaitAsync(cancellationToken);
            return 0;
        }
        finally
        {
            _heartbeat.Release();
        }
    }

    private TimeSpan WatchInterval => TimeSpan.FromTicks(Math.Clamp(
        _consumers.Select(consumer => consumer.Limits.HandlerTimeout.Ticks).DefaultIfEmpty(TimeSpan.TicksPerHour).Min() / 10,
        TimeSpan.FromMilliseconds(20).Ticks,
        TimeSpan.FromSeconds(1).Ticks));

    /// <summary>Whether nobody else can have taken the partitions: a node that stood still must ask before it goes on.</summary>
    private bool HoldsLeases() => _time.GetElapsedTime(Volatile.Read(ref _renewedAt)) < LeaseTime;

    private ValueTask Watch()
    {
        _consumers.ForEach(consumer => consumer.EnforceTimeLimit());
        return default;
    }

    private void Lose(Consumer consumer, LogCluster cluster)
    {
        var states = cluster.Partitions.Where(state => state.Consumer == consumer.Name).ToDictionary(state => state.Partition);
        foreach (var lease in consumer.Leases)
            if (!states.TryGetValue(lease.Partition, out var state) || state.Owner != _node || state.Epoch != lease.Epoch)
                consumer.End(lease, isLost: true);
    }

    /// <summary>One consumer for which it fails keeps no other one waiting.</summary>
    private async ValueTask ShareAsync(LogCluster cluster, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var consumer in _consumers)
        {
            try
            {
                if (consumer.TakeEnded() is { Count: > 0 } ended)
                    await _log.ReleaseAsync(ended, cancellationToken);
                if (!_isStopping)
                    await ShareAsync(consumer, cluster, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }

    private async ValueTask ShareAsync(Consumer consumer, LogCluster cluster, CancellationToken cancellationToken)
    {
        var nodes = cluster.Nodes.Where(node => node.Consumers.Contains(consumer.Name)).Select(node => node.Id).ToList();
        var states = cluster.Partitions.Where(state => state.Consumer == consumer.Name).OrderBy(state => state.Partition).ToList();
        var leases = consumer.Leases.ToDictionary(lease => lease.Partition);
        // A partition that the log says is this node's, and that the consumer does not have, was left by an acquisition or a release that failed.
        var left = states.Where(state => state.Owner == _node && !leases.ContainsKey(state.Partition)).ToList();
        var owners = states.ConvertAll(state => left.Contains(state) ? null : state.Owner);
        var (take, give) = PartitionShare.Plan(_node, nodes, owners);
        foreach (var partition in give)
            consumer.End(leases[partition], isLost: false);
        var surplus = left.Where(state => !take.Contains(state.Partition)).ToList();
        if (surplus.Count > 0)
            await _log.ReleaseAsync(surplus.ConvertAll(ToLease), cancellationToken);
        if (take.Count == 0)
            return;
        foreach (var lease in await _log.AcquireAsync(_node, consumer.Name, take, LeaseTime, cancellationToken))
            consumer.Add(lease);
    }

    private static ConsumerLease ToLease(ConsumerPartition state) =>
        new() { Consumer = state.Consumer, Partition = state.Partition, Epoch = state.Epoch, Position = state.Position };
}

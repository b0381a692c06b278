using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>A consumer on a node, as the runtime would drive the log for it, one step at a time.</summary>
public sealed class TestConsumer(IEventLog log, string node, string name)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<int, LogPosition> _read = [];

    public string Name => name;

    /// <summary>The leases that it was given, whether they hold or not.</summary>
    public SortedDictionary<int, ConsumerLease> Leases { get; } = [];

    public IReadOnlyList<int> AllPartitions => [.. Enumerable.Range(0, log.PartitionCount)];

    public async Task<LogCluster> RenewAsync(StartFrom from = StartFrom.Beginning) =>
        await log.RenewAsync(node, [new ConsumerRegistration { Name = name, StartFrom = from }], Lease, default);

    /// <summary>Takes partitions, all unless they are named, and goes on from their committed positions.</summary>
    public async Task<IReadOnlyList<ConsumerLease>> AcquireAsync(params int[] partitions)
    {
        var leases = await log.AcquireAsync(node, name, partitions.Length > 0 ? partitions : AllPartitions, Lease, default);
        foreach (var lease in leases)
            (Leases[lease.Partition], _read[lease.Partition]) = (lease, lease.Position);
        return leases;
    }

    public async Task ReleaseAsync() => await log.ReleaseAsync([.. Leases.Values], default);

    /// <summary>Reads on in every partition that it has.</summary>
    public async Task<List<LogEntry>> ReadAsync(int max = 100)
    {
        var entries = new List<LogEntry>();
        foreach (var partition in Leases.Keys)
        {
            var page = await log.ReadAsync(partition, _read[partition], max, default);
            page.Next.Should().BeGreaterThanOrEqualTo(page.Entries.Count > 0 ? page.Entries[^1].Position : _read[partition]);
            entries.AddRange(page.Entries);
            _read[partition] = page.Next;
        }

        return entries;
    }

    public async Task<string[]> ReadIdsAsync() => [.. (await ReadAsync()).Select(entry => entry.Event.EventId)];

    /// <summary>Commits all that was read, with these outcomes.</summary>
    /// <returns>Whether all commits hold.</returns>
    public async Task<bool> CommitAsync(params (StoredEvent Event, EventOutcome Outcome)[] outcomes) => (await log.CommitAsync(Commits(outcomes), default)).All(holds => holds);

    /// <summary>The commits of all that was read, with these outcomes.</summary>
    public IReadOnlyList<ConsumerCommit> Commits(params (StoredEvent Event, EventOutcome Outcome)[] outcomes) =>
        [.. Leases.Values.Select(lease => new ConsumerCommit
        {
            Lease = lease,
            Position = _read[lease.Partition],
            Outcomes = [.. outcomes.Where(one => LogPartition.Of(one.Event.UserId, log.PartitionCount) == lease.Partition).Select(one => one.Outcome)],
        })];

    public async Task<IReadOnlyList<LogRetry>> ReadRetriesAsync(int max = 100, bool putAsideOnly = false, params LogRetry[] excluding) => await log.ReadRetriesAsync(
        new RetryQuery
        {
            Consumer = name,
            Partitions = [.. Leases.Keys],
            Max = max,
            PutAsideOnly = putAsideOnly,
            Excluding = excluding.Select(retry => (retry.Partition, retry.Position)).ToHashSet(),
        },
        default);

    public async Task<LogRetry> ReadRetryAsync() => (await ReadRetriesAsync()).Should().ContainSingle().Subject;

    public static (StoredEvent, EventOutcome) Done(LogRetry retry) =>
        (retry.Event, new EventOutcome { Position = retry.Position, Kind = EventOutcomeKind.Done, ReplayId = retry.ReplayId });

    public static (StoredEvent, EventOutcome) PutAside(LogEntry entry) =>
        (entry.Event, new EventOutcome { Position = entry.Position, Kind = EventOutcomeKind.PutAside });

    public static (StoredEvent, EventOutcome) Retry(LogEntry entry, int seconds = 10, int attempts = 1) => (entry.Event, Retry(entry.Position, seconds, attempts));

    public static (StoredEvent, EventOutcome) Retry(LogRetry retry, int seconds = 10) =>
        (retry.Event, Retry(retry.Position, seconds, retry.Attempts + 1) with { ReplayId = retry.ReplayId });

    public static (StoredEvent, EventOutcome) Dead(LogEntry entry, int attempts = 3, string error = "It broke.") => (entry.Event, Dead(entry.Position, attempts, error));

    public static (StoredEvent, EventOutcome) Dead(LogRetry retry) =>
        (retry.Event, Dead(retry.Position, retry.Attempts + 1, "It broke.") with { ReplayId = retry.ReplayId });

    private static EventOutcome Retry(LogPosition position, int seconds, int attempts) =>
        new() { Position = position, Kind = EventOutcomeKind.Retry, Attempts = attempts, Delay = TimeSpan.FromSeconds(seconds), Error = attempts == 0 ? "" : "It broke." };

    private static EventOutcome Dead(LogPosition position, int attempts, string error) =>
        new() { Position = position, Kind = EventOutcomeKind.DeadLetter, Attempts = attempts, Error = error };
}

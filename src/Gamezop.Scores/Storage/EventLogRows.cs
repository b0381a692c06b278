namespace Gamezop.Scores.Storage;

/// <summary>What became of an event that was appended.</summary>
public readonly record struct AppendedEvent
{
    /// <summary>Whether it was added; false when its id was known already.</summary>
    public required bool IsAdded { get; init; }

    /// <summary>The <see cref="StoredEvent.ReceivedAt"/> that is kept: of a repeat, that of the first arrival.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>An event and its position.</summary>
public readonly record struct LogEntry
{
    /// <summary>The position in the event's partition.</summary>
    public required LogPosition Position { get; init; }

    /// <summary>The event. Best the very object that was appended, where it is still in memory.</summary>
    public required StoredEvent Event { get; init; }
}

/// <summary>A piece of a partition.</summary>
public sealed class LogPage
{
    /// <summary>The events, in order of position.</summary>
    public required IReadOnlyList<LogEntry> Entries { get; init; }

    /// <summary>Where to go on: at least the last entry's position. Nothing will ever be inserted before it.</summary>
    public required LogPosition Next { get; init; }
}

/// <summary>A piece of the ledger.</summary>
public sealed class LedgerPage
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>
    /// Where the next page begins. The ledger has been read to its end when <see cref="Events"/> is empty; events that arrive later come after this point.
    /// </summary>
    public required string? Next { get; init; }
}

/// <summary>A consumer that a node has.</summary>
public sealed class ConsumerRegistration
{
    /// <summary>The consumer's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it begins when the log does not know it yet.</summary>
    public required StartFrom StartFrom { get; init; }
}

/// <summary>The nodes and leases at one moment.</summary>
public sealed class LogCluster
{
    /// <summary>The nodes that are alive, the caller included.</summary>
    public required IReadOnlyList<LogNode> Nodes { get; init; }

    /// <summary>Every partition of every consumer that the calling node has.</summary>
    public required IReadOnlyList<ConsumerPartition> Partitions { get; init; }
}

/// <summary>A node that is alive.</summary>
public sealed class LogNode
{
    /// <summary>The node's id.</summary>
    public required string Id { get; init; }

    /// <summary>The names of its consumers.</summary>
    public required IReadOnlyList<string> Consumers { get; init; }
}

/// <summary>The state of one partition of one consumer.</summary>
public sealed class ConsumerPartition
{
    /// <summary>The consumer's name.</summary>
    public required string Consumer { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The node that holds the lease; null when it is free or has expired.</summary>
    public required string? Owner { get; init; }

    /// <summary>The epoch of the last lease; 0 when there was none.</summary>
    public required long Epoch { get; init; }

    /// <summary>The committed position.</summary>
    public required LogPosition Position { get; init; }
}

/// <summary>A lease of one partition for one consumer.</summary>
public sealed class ConsumerLease
{
    /// <summary>The consumer's name.</summary>
    public required string Consumer { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The lease's epoch: commits under an older one than the current are refused.</summary>
    public required long Epoch { get; init; }

    /// <summary>The committed position when the lease was taken.</summary>
    public required LogPosition Position { get; init; }
}

/// <summary>How one consumer moves on in one partition.</summary>
public sealed class ConsumerCommit
{
    /// <summary>The lease under which it does.</summary>
    public required ConsumerLease Lease { get; init; }

    /// <summary>
    /// The new position: every event up to it is handled, or is one of the <see cref="Outcomes"/>. One that is not behind the committed
    /// position leaves that as it is.
    /// </summary>
    public required LogPosition Position { get; init; }

    /// <summary>
    /// Events up to <see cref="Position"/> that are not simply handled. Where the consumer has a retry of the event, the outcome changes
    /// that retry if both have the same <see cref="EventOutcome.ReplayId"/>; otherwise the event was replayed or released meanwhile, and the
    /// outcome is passed over. Where it has none, the outcome counts only if its <see cref="EventOutcome.ReplayId"/> is 0 and the event stands
    /// behind the position that was committed before; otherwise it belongs to a commit that is repeated, or the event was erased, and is passed over.
    /// </summary>
    public required IReadOnlyList<EventOutcome> Outcomes { get; init; }
}

/// <summary>What becomes of one event for one consumer.</summary>
public readonly record struct EventOutcome
{
    /// <summary>The event's position.</summary>
    public required LogPosition Position { get; init; }

    /// <summary>What becomes of it.</summary>
    public required EventOutcomeKind Kind { get; init; }

    /// <summary>How many attempts have failed by now.</summary>
    public int Attempts { get; init; }

    /// <summary>The <see cref="LogRetry.ReplayId"/> of the retry that the outcome is about; 0 for an event that was read from the log.</summary>
    public long ReplayId { get; init; }

    /// <summary>For a retry: how long from now on, by the store's clock, until it is due.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Why the last attempt failed; empty when none has.</summary>
    public string Error { get; init; }
}

/// <summary>The kinds of outcomes.</summary>
public enum EventOutcomeKind
{
    /// <summary>It was handled: its retry, if there is one, is removed.</summary>
    Done,

    /// <summary>It is tried again after the delay: its retry is added, or changed.</summary>
    Retry,

    /// <summary>It is parked as a dead letter: its retry, if there is one, is removed.</summary>
    DeadLetter,

    /// <summary>
    /// No attempt at it has ended, and events behind it are handled: it becomes a retry that is due at once, marked as put aside until another
    /// outcome changes it. Where the consumer has a retry of it already, nothing changes.
    /// </summary>
    PutAside,
}

/// <summary>An event that one consumer is to try again.</summary>
public sealed class LogRetry
{
    /// <summary>The event's partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The event's position.</summary>
    public required LogPosition Position { get; init; }

    /// <summary>The event.</summary>
    public required StoredEvent Event { get; init; }

    /// <summary>How many attempts have failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// Which replay of a dead letter, or release from quarantine, made the retry, or made it anew: each has a value of its own. 0 for a retry that
    /// the consumer's commits made. What a commit changes of a retry leaves it as it is.
    /// </summary>
    public required long ReplayId { get; init; }
}

/// <summary>Which due retries are wanted.</summary>
public sealed class RetryQuery
{
    /// <summary>The consumer's name.</summary>
    public required string Consumer { get; init; }

    /// <summary>The partitions, which the caller has leased.</summary>
    public required IReadOnlyList<int> Partitions { get; init; }

    /// <summary>The maximum number of retries.</summary>
    public required int Max { get; init; }

    /// <summary>Positions that the caller has in hand already and that are left out, by partition.</summary>
    public IReadOnlySet<(int Partition, LogPosition Position)> Excluding { get; init; } = new HashSet<(int, LogPosition)>();

    /// <summary>
    /// Whether only those are wanted that were put aside (<see cref="EventOutcomeKind.PutAside"/>), e.g. when a node stopped. There are never
    /// more of them than events in hand; of other retries there may be any number.
    /// </summary>
    public bool PutAsideOnly { get; init; }
}

/// <summary>The figures of a log at one moment.</summary>
public sealed class EventLogStatistics
{
    /// <summary>The store's time at that moment, as it would have been given to an event.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// One entry for each consumer that the log has positions of, ordered by name (ordinal). <see cref="ConsumerInfo.IsLive"/> is by the
    /// store's clock.
    /// </summary>
    public required IReadOnlyList<ConsumerInfo> Consumers { get; init; }

    /// <summary>How many events wait, counted once for each consumer that they wait for.</summary>
    public long Waiting => Consumers.Sum(consumer => consumer.Waiting);

    /// <summary>When the oldest event arrived that waits for any consumer; null when none does.</summary>
    public DateTimeOffset? OldestWaiting => Consumers.Min(consumer => consumer.OldestWaiting);

    /// <summary>How many dead letters there are, unreadable bodies included. An engine may stop counting at 10,000.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>How many events are in quarantine.</summary>
    public required long Quarantined { get; init; }

    /// <summary>How much of the room is used beyond which further events are refused: 1 when it is full; null where no limit is known.</summary>
    public double? UsedShare { get; init; }
}

namespace Gamezop.Scores;

/// <summary>The figures of an inbox at one moment.</summary>
public sealed class InboxStatistics
{
    /// <summary>How many deliveries wait, are under way, or wait for their next attempt.</summary>
    public required long Depth { get; init; }

    /// <summary>When the oldest event arrived that still waits for a handler; null when none does.</summary>
    public required DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>How many dead letters there are, unreadable bodies included.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>How many events are in quarantine.</summary>
    public required long Quarantined { get; init; }

    /// <summary>How much of the room is used beyond which further events are refused: 1 when it is full; null where no limit is known.</summary>
    public double? UsedShare { get; init; }
}

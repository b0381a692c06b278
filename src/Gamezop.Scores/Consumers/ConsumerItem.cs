using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>One event that a consumer has in hand.</summary>
internal sealed class ConsumerItem(
    PartitionProgress progress, LogPosition position, StoredEvent storedEvent, ScoreEvent scoreEvent, int attempts, bool isRetry,
    long readAt, long replayId = 0)
{
    public PartitionProgress Progress => progress;

    public LogPosition Position => position;

    public StoredEvent Stored => storedEvent;

    public ScoreEvent Event => scoreEvent;

    /// <summary>How many attempts had failed when it was read.</summary>
    public int Attempts => attempts;

    /// <summary>The <see cref="LogRetry.ReplayId"/> when it was read.</summary>
    public long ReplayId => replayId;

    /// <summary>The time stamp when it was read.</summary>
    public long ReadAt => readAt;

    /// <summary>Whether it was read as a retry.</summary>
    public bool WasRetry { get; } = isRetry;

    /// <summary>Whether the store has a retry of it, or may have after a commit with an unknown outcome: then its end has to be committed as such.</summary>
    public bool MayBeRetry { get; set; } = isRetry;

    /// <summary>What becomes of it; null until the handler is done with it.</summary>
    public EventOutcome? Outcome { get; set; }
}

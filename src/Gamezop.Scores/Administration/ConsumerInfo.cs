namespace Gamezop.Scores;

/// <summary>A handler as the event log knows it, and what waits for it.</summary>
public sealed class ConsumerInfo
{
    /// <summary>The handler's name, under which its positions are kept.</summary>
    public required string Name { get; init; }

    /// <summary>How many events wait for it: those behind its positions, and its retries.</summary>
    public required long Waiting { get; init; }

    /// <summary>
    /// How many of them count towards <see cref="ScoreInboxOptions.Capacity"/>: all retries, and the events that were appended since the handler
    /// was added, inherited another one's positions, or was missing on all nodes for a minute or more. What was in the log by then may wait in any number.
    /// </summary>
    public required long Backlog { get; init; }

    /// <summary>How many of them are retries.</summary>
    public required long Retries { get; init; }

    /// <summary>When the oldest event arrived that waits for it, in UTC; null when none does.</summary>
    public required DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>How many dead letters it has. An engine may stop counting at 10,000.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>Whether a running node has a handler of this name. What waits for one that nobody has is not kept beyond the retention.</summary>
    public required bool IsLive { get; init; }
}

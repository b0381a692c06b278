using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>A commit of one partition that is under way.</summary>
/// <param name="Progress">The partition.</param>
/// <param name="Commit">What the log is told.</param>
/// <param name="FromWindow">How many events of the window it passes.</param>
/// <param name="Ended">The events that are out of hand when it holds.</param>
/// <param name="SetAside">The unfinished events that it makes retries of; they stay in hand.</param>
internal sealed record PendingCommit(
    PartitionProgress Progress, ConsumerCommit Commit, int FromWindow, IReadOnlyList<ConsumerItem> Ended, IReadOnlyList<ConsumerItem> SetAside);

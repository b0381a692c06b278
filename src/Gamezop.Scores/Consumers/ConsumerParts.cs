using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>What all consumers of a node share.</summary>
/// <param name="Log">The event log.</param>
/// <param name="Reader">Reads it once for all.</param>
/// <param name="Options">The inbox's options.</param>
/// <param name="Metrics">The inbox's instruments.</param>
/// <param name="Time">The node's clock.</param>
/// <param name="Guard">Keeps loops going.</param>
/// <param name="MayStart">Whether the node's leases are known to hold.</param>
internal sealed record ConsumerParts(
    IEventLog Log, SharedReader Reader, ScoreInboxOptions Options, InboxMetrics Metrics, TimeProvider Time, LogGuard Guard, Func<bool> MayStart);

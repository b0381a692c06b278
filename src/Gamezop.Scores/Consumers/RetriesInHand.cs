using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>What a consumer knows of retries when it asks the store for more.</summary>
/// <param name="Positions">The events in hand of which the store has a retry, or may have.</param>
/// <param name="Committed">How far the consumer had come in each partition.</param>
/// <param name="ReadCount">How many retries in hand were read from the store.</param>
internal sealed record RetriesInHand(
    HashSet<(int Partition, LogPosition Position)> Positions, IReadOnlyDictionary<int, LogPosition> Committed, int ReadCount);

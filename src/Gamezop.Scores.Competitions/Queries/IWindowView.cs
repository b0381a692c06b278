namespace Gamezop.Scores.Competitions;

/// <summary>One window of a board as queries see it: live or closed alike.</summary>
internal interface IWindowView
{
    LeaderboardWindowInfo Info { get; }

    IReadOnlyCollection<string> Partitions { get; }

    /// <summary>How many entries a partition has. Of a closed window also those of users who were banned or erased since.</summary>
    int CountOf(string partition);

    ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(string partition, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>All places in order, batch by batch: of one moment, whatever changes meanwhile.</summary>
    IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, CancellationToken cancellationToken);

    /// <summary>A user's place, those around, and how many have a better score.</summary>
    ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, bool fill, CancellationToken cancellationToken);

    /// <summary>The places of those who have one, in order.</summary>
    ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>The places between two scores, both included.</summary>
    ValueTask<ViewedRange> RangeAsync(string partition, double? min, double? max, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>Where a score would be.</summary>
    ValueTask<ViewedRank> RankAsync(string partition, double score, CancellationToken cancellationToken);

    ValueTask<double?> ScoreAtAsync(string partition, int position, CancellationToken cancellationToken);
}

namespace Gamezop.Scores.Competitions;

/// <summary>A window in which nobody has scored.</summary>
internal sealed class EmptyWindowView(LeaderboardWindowInfo info) : IWindowView
{
    public LeaderboardWindowInfo Info => info;

    public IReadOnlyCollection<string> Partitions => [];

    public int CountOf(string partition) => 0;

    public ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(string partition, int offset, int limit, CancellationToken cancellationToken) => new(([], 0));

    public IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, CancellationToken cancellationToken) => AsyncEnumerable.Empty<IReadOnlyList<LeaderboardEntry>>();

    public ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, bool fill, CancellationToken cancellationToken) => new((ViewedPlace?)null);

    public ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => new([]);

    public ValueTask<ViewedRange> RangeAsync(string partition, double? min, double? max, int offset, int limit, CancellationToken cancellationToken) => new(new ViewedRange([], 0, 0));

    public ValueTask<ViewedRank> RankAsync(string partition, double score, CancellationToken cancellationToken) => new(new ViewedRank(1, 0, 0));

    public ValueTask<double?> ScoreAtAsync(string partition, int position, CancellationToken cancellationToken) => new((double?)null);
}

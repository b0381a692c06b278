namespace Gamezop.Scores.Competitions;

/// <summary>A window in which nobody has scored.</summary>
internal sealed class EmptyWindowView(LeaderboardWindowInfo info) : IWindowView
{
    public LeaderboardWindowInfo Info => info;

    public IReadOnlyCollection<string> Partitions => [];

    public ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(string partition, int offset, int limit, CancellationToken cancellationToken) => new(([], 0));

    public IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, CancellationToken cancellationToken) => AsyncEnumerable.Empty<IReadOnlyList<LeaderboardEntry>>();

    public ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, CancellationToken cancellationToken) => new((ViewedPlace?)null);

    public ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => new([]);

    public ValueTask<double?> ScoreAtAsync(string partition, int position, CancellationToken cancellationToken) => new((double?)null);
}

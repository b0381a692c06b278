namespace Gamezop.Scores.Competitions;

/// <summary>A window that takes scores: answered from memory.</summary>
internal sealed class OpenWindowView(
    LeaderboardWindowInfo info, Func<string, Standings?> standingsOf, IEnumerable<string> partitions, ScoreKeys keys) : IWindowView
{
    private const int BatchSize = 1_000;

    public LeaderboardWindowInfo Info => info;

    public IReadOnlyCollection<string> Partitions => [.. partitions];

    public int CountOf(string partition) => standingsOf(partition)?.Count ?? 0;

    public ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(string partition, int offset, int limit, CancellationToken cancellationToken)
    {
        (RankedUser[] users, int total) = standingsOf(partition)?.Page(offset, limit) ?? ([], 0);
        return new((Entries(users), total));
    }

    public IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, CancellationToken cancellationToken) =>
        (standingsOf(partition)?.Page(0, int.MaxValue).Users ?? []).Chunk(BatchSize).Select(IReadOnlyList<LeaderboardEntry> (users) => Entries(users)).ToAsyncEnumerable();

    public ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, bool fill, CancellationToken cancellationToken) =>
        new(standingsOf(partition)?.Around(userId, around, fill) is { } found ? new ViewedPlace(Entry(found.User), Entries(found.Around), found.Better, found.Total) : null);

    public ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        new(standingsOf(partition) is { } standings ? Entries([.. standings.Find(userIds).OrderBy(user => user.Position)]) : []);

    public ValueTask<ViewedRange> RangeAsync(string partition, double? min, double? max, int offset, int limit, CancellationToken cancellationToken)
    {
        (long? first, long? after) = keys.Between(min, max);
        (RankedUser[] users, int count, int total) = standingsOf(partition)?.Range(first, after, offset, limit) ?? ([], 0, 0);
        return new(new ViewedRange(Entries(users), count, total));
    }

    public ValueTask<ViewedRank> RankAsync(string partition, double score, CancellationToken cancellationToken) =>
        new(standingsOf(partition)?.RankOf(keys.FirstNotBetter(score), keys.FirstWorse(score)) ?? new ViewedRank(1, 0, 0));

    public ValueTask<double?> ScoreAtAsync(string partition, int position, CancellationToken cancellationToken) =>
        new(standingsOf(partition)?.Page(position, 1).Users is [var user] ? keys.ScoreOf(user.Key) : null);

    private LeaderboardEntry[] Entries(RankedUser[] users) => Array.ConvertAll(users, Entry);

    private LeaderboardEntry Entry(RankedUser user) => new()
    {
        Rank = user.Rank,
        UserId = user.UserId,
        Score = keys.ScoreOf(user.Key),
        AchievedAt = new DateTimeOffset(user.Ticks, TimeSpan.Zero),
        Country = user.Country,
    };
}

using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>A closed window: its frozen places are read from the store when somebody asks. Banned users leave a gap, as erased ones do.</summary>
internal sealed class ClosedWindowView(LeaderboardWindowInfo info, string scope, IReadOnlyDictionary<string, int> totals, ILeaderboardStore store, Func<string, bool> isBanned) : IWindowView
{
    private const int BatchSize = 1_000;

    public LeaderboardWindowInfo Info => info;

    public IReadOnlyCollection<string> Partitions => [.. totals.Keys];

    public async ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(string partition, int offset, int limit, CancellationToken cancellationToken) =>
        (Shown(await store.ReadFrozenAsync(scope, info.Key, partition, offset, limit, cancellationToken)), totals.GetValueOrDefault(partition));

    public async IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int total = totals.GetValueOrDefault(partition);
        for (int from = 0; from < total; from += BatchSize)
            yield return (await PageAsync(partition, from, BatchSize, cancellationToken)).Entries;
    }

    public async ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, CancellationToken cancellationToken)
    {
        if (isBanned(userId) || await store.FindFrozenAsync(scope, info.Key, partition, [userId], cancellationToken) is not [var place])
            return null;
        int from = Math.Max(0, place.Position - around);
        IReadOnlyList<FrozenEntry> places = await store.ReadFrozenAsync(scope, info.Key, partition, from, place.Position + around + 1 - from, cancellationToken);
        return new ViewedPlace(Entry(place), Shown(places), place.Better, totals.GetValueOrDefault(partition));
    }

    public async ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        Shown(await store.FindFrozenAsync(scope, info.Key, partition, userIds, cancellationToken));

    public async ValueTask<double?> ScoreAtAsync(string partition, int position, CancellationToken cancellationToken)
    {
        // Where an erased user left a gap, the next place that is there speaks for it.
        int total = totals.GetValueOrDefault(partition);
        for (int from = position; from < total; from += 100)
            if (await store.ReadFrozenAsync(scope, info.Key, partition, from, 100, cancellationToken) is [var place, ..])
                return place.Score;
        return null;
    }

    private LeaderboardEntry[] Shown(IEnumerable<FrozenEntry> places) => [.. places.Where(place => !isBanned(place.UserId)).Select(Entry)];

    private static LeaderboardEntry Entry(FrozenEntry place) => new()
    {
        Rank = place.Rank,
        UserId = place.UserId,
        Score = place.Score,
        AchievedAt = place.AchievedAt,
        Country = place.Country,
    };
}

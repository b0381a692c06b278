using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>A closed window: its frozen places are read from the store when somebody asks. Banned users leave a gap, as erased ones do.</summary>
/// <remarks><paramref name="successor"/> tells what is there instead, once a rebuild or an operator has taken the window away; null while it stands.</remarks>
internal sealed class ClosedWindowView(
    LeaderboardWindowInfo info, string scope, IReadOnlyDictionary<string, int> totals, ILeaderboardStore store, Func<string, bool> isBanned, Func<IWindowView?> successor) : IWindowView
{
    private const int BatchSize = 1_000;
    private const int GapStep = 100;

    public LeaderboardWindowInfo Info => info;

    public IReadOnlyCollection<string> Partitions => [.. totals.Keys];

    public ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(string partition, int offset, int limit, CancellationToken cancellationToken) => ReadAsync(
        async () => ((IReadOnlyList<LeaderboardEntry>)Shown(await store.ReadFrozenAsync(scope, info.Key, partition, offset, limit, cancellationToken)), totals.GetValueOrDefault(partition)),
        view => view.PageAsync(partition, offset, limit, cancellationToken));

    public async IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int total = totals.GetValueOrDefault(partition);
        for (int from = 0; from < total; from += BatchSize)
            yield return await ReadAsync<IReadOnlyList<LeaderboardEntry>>(
                async () => Shown(await store.ReadFrozenAsync(scope, info.Key, partition, from, BatchSize, cancellationToken)),
                _ => throw new InvalidOperationException($"Window '{info.Key}' was rebuilt or deleted while it was read. Read it again."));
    }

    public ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, CancellationToken cancellationToken) => ReadAsync(
        () => FindAroundAsync(partition, userId, around, cancellationToken), view => view.AroundAsync(partition, userId, around, cancellationToken));

    public ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<LeaderboardEntry>>(
        async () => Shown(await store.FindFrozenAsync(scope, info.Key, partition, userIds, cancellationToken)), view => view.FindAsync(partition, userIds, cancellationToken));

    public ValueTask<double?> ScoreAtAsync(string partition, int position, CancellationToken cancellationToken) => ReadAsync(
        () => FindScoreAsync(partition, position, cancellationToken), view => view.ScoreAtAsync(partition, position, cancellationToken));

    // Half of the old ranking, or nothing, would be a wrong answer.
    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read, Func<IWindowView, ValueTask<T>> instead)
    {
        try
        {
            T found = await read();
            if (successor() is null)
                return found;
        }
        catch (Exception) when (successor() is not null)
        {
            // What was to be read is there no more.
        }

        return successor() is { } view ? await instead(view) : await read();
    }

    private async ValueTask<ViewedPlace?> FindAroundAsync(string partition, string userId, int around, CancellationToken cancellationToken)
    {
        if (isBanned(userId) || await store.FindFrozenAsync(scope, info.Key, partition, [userId], cancellationToken) is not [var place])
            return null;
        int from = Math.Max(0, place.Position - around);
        IReadOnlyList<FrozenEntry> places = await store.ReadFrozenAsync(scope, info.Key, partition, from, place.Position + around + 1 - from, cancellationToken);
        return new ViewedPlace(Entry(place), Shown(places), place.Better, totals.GetValueOrDefault(partition));
    }

    private async ValueTask<double?> FindScoreAsync(string partition, int position, CancellationToken cancellationToken)
    {
        // Where an erased user left a gap, the place before it speaks for it, which is no worse; before the first one the place after it.
        for (int end = position + 1; end > 0; end -= GapStep)
            if (await store.ReadFrozenAsync(scope, info.Key, partition, Math.Max(0, end - GapStep), Math.Min(end, GapStep), cancellationToken) is [.., var place])
                return place.Score;
        int total = totals.GetValueOrDefault(partition);
        for (int from = position + 1; from < total; from += GapStep)
            if (await store.ReadFrozenAsync(scope, info.Key, partition, from, GapStep, cancellationToken) is [var place, ..])
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

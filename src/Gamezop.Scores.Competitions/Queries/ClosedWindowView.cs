using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>A closed window: its frozen places are read from the store when somebody asks. Banned users leave a gap, as erased ones do.</summary>
/// <remarks><paramref name="successor"/> tells what is there instead, once a rebuild or an operator has taken the window away; null while it stands.</remarks>
internal sealed class ClosedWindowView(
    LeaderboardWindowInfo info, string scope, RankingRules rules, IReadOnlyDictionary<string, int> totals, ILeaderboardStore store,
    Func<string, bool> isBanned, Func<IWindowView?> successor) : IWindowView
{
    private const int BatchSize = 1_000;
    private const int GapStep = 100;

    public LeaderboardWindowInfo Info => info;

    public IReadOnlyCollection<string> Partitions => [.. totals.Keys];

    public int CountOf(string partition) => totals.GetValueOrDefault(partition);

    public ValueTask<(IReadOnlyList<LeaderboardEntry> Entries, int Total)> PageAsync(
        string partition, int offset, int limit, CancellationToken cancellationToken) => ReadAsync(
        async () => ((IReadOnlyList<LeaderboardEntry>)Shown(
            await store.ReadFrozenAsync(scope, info.Key, partition, offset, limit, cancellationToken)), totals.GetValueOrDefault(partition)),
        view => view.PageAsync(partition, offset, limit, cancellationToken));

    public async IAsyncEnumerable<IReadOnlyList<LeaderboardEntry>> ReadAllAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int total = totals.GetValueOrDefault(partition);
        for (int from = 0; from < total; from += BatchSize)
            yield return await ReadAsync<IReadOnlyList<LeaderboardEntry>>(
                async () => Shown(await store.ReadFrozenAsync(scope, info.Key, partition, from, BatchSize, cancellationToken)),
                _ => throw new InvalidOperationException($"Window '{info.Key}' was rebuilt or deleted while it was read. Read it again."));
    }

    public ValueTask<ViewedPlace?> AroundAsync(string partition, string userId, int around, bool fill, CancellationToken cancellationToken) => ReadAsync(
        () => FindAroundAsync(partition, userId, around, fill, cancellationToken), view =>
            view.AroundAsync(partition, userId, around, fill, cancellationToken));

    public ValueTask<ViewedRange> RangeAsync(
        string partition, double? min, double? max, int offset, int limit, CancellationToken cancellationToken) => ReadAsync(
        () => FindRangeAsync(partition, min, max, offset, limit, cancellationToken), view =>
            view.RangeAsync(partition, min, max, offset, limit, cancellationToken));

    public ValueTask<ViewedRank> RankAsync(string partition, double score, CancellationToken cancellationToken) => ReadAsync(
        () => FindRankAsync(partition, score, cancellationToken), view => view.RankAsync(partition, score, cancellationToken));

    public ValueTask<IReadOnlyList<LeaderboardEntry>> FindAsync(
        string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<LeaderboardEntry>>(
        async () => Shown(await store.FindFrozenAsync(scope, info.Key, partition, userIds, cancellationToken)), view =>
            view.FindAsync(partition, userIds, cancellationToken));

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

    private async ValueTask<ViewedPlace?> FindAroundAsync(string partition, string userId, int around, bool fill, CancellationToken cancellationToken)
    {
        if (isBanned(userId) || await store.FindFrozenAsync(scope, info.Key, partition, [userId], cancellationToken) is not [var place])
            return null;
        int total = totals.GetValueOrDefault(partition);
        (int from, int count) = AroundPositions.Of(place.Position, around, fill, total);
        return new ViewedPlace(
            Entry(place), Shown(await store.ReadFrozenAsync(scope, info.Key, partition, from, count, cancellationToken)), place.Better, total);
    }

    private async ValueTask<ViewedRange> FindRangeAsync(string partition, double? min, double? max, int offset, int limit, CancellationToken cancellationToken)
    {
        (double? best, double? worst) = rules.Ascending ? (min, max) : (max, min);
        int total = totals.GetValueOrDefault(partition);
        int from = best is { } first ? (await BetterThanAsync(partition, first, cancellationToken)).Count : 0;
        int end = worst is { } last ? await NoWorseThanAsync(partition, last, cancellationToken) : total;
        int count = Math.Max(0, end - from);
        IReadOnlyList<FrozenEntry> places = offset < count && limit > 0
            ? await store.ReadFrozenAsync(scope, info.Key, partition, from + offset, Math.Min(limit, count - offset), cancellationToken)
            : [];
        return new ViewedRange(Shown(places), count, total);
    }

    private async ValueTask<ViewedRank> FindRankAsync(string partition, double score, CancellationToken cancellationToken)
    {
        int total = totals.GetValueOrDefault(partition);
        var (better, next) = await BetterThanAsync(partition, score, cancellationToken);
        var rank = rules.Ranking switch
        {
            LeaderboardRanking.Competition => better + 1,
            // It would share the next place's number, or have the one after the place before.
            LeaderboardRanking.Dense => next?.Score == score ? next.Rank : ((await LastAsync(partition, better, cancellationToken))?.Rank ?? 0) + 1,
            _ => await NoWorseThanAsync(partition, score, cancellationToken) + 1,
        };
        return new ViewedRank(rank, better, total);
    }

    // How many have a better score, and the first place that has none.
    private async ValueTask<(int Count, FrozenEntry? Next)> BetterThanAsync(string partition, double score, CancellationToken cancellationToken)
    {
        var (position, next) = await FirstAsync(partition, other => !rules.IsBetter(other, score), cancellationToken);
        return (next?.Score == score ? next.Better : await CountAheadAsync(partition, position, next, cancellationToken), next);
    }

    private async ValueTask<int> NoWorseThanAsync(string partition, double score, CancellationToken cancellationToken)
    {
        var (position, next) = await FirstAsync(partition, other => rules.IsBetter(score, other), cancellationToken);
        return await CountAheadAsync(partition, position, next, cancellationToken);
    }

    // What score an erased user had is not known, unless the numbers of the places around the gap tell: where dense ones follow each other,
    // it was one of the two scores.
    private async ValueTask<int> CountAheadAsync(string partition, int position, FrozenEntry? next, CancellationToken cancellationToken)
    {
        if (rules.Ranking != LeaderboardRanking.Dense || next is null || next.Better <= position)
            return position;
        return await LastAsync(partition, position, cancellationToken) is { } before && next.Rank == before.Rank + 1 ? next.Better : position;
    }

    // Where a ranking goes over from scores of which something does not hold to those of which it does; an erased user's gap there belongs to the latter.
    private async ValueTask<(int Position, FrozenEntry? Place)> FirstAsync(string partition, Predicate<double> holds, CancellationToken cancellationToken)
    {
        (int low, int high) = (0, totals.GetValueOrDefault(partition));
        FrozenEntry? first = null;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            FrozenEntry? place = await NextAsync(partition, middle, high, cancellationToken);
            if (place is null || holds(place.Score))
            {
                high = middle;
                first = place ?? first;
            }
            else
            {
                low = place.Position + 1;
            }
        }

        return (low, first);
    }

    private async ValueTask<FrozenEntry?> NextAsync(string partition, int from, int end, CancellationToken cancellationToken)
    {
        for (int count = 1; from < end; from += count, count = GapStep)
            if (await store.ReadFrozenAsync(scope, info.Key, partition, from, Math.Min(count, end - from), cancellationToken) is [var place, ..])
                return place;
        return null;
    }

    private async ValueTask<FrozenEntry?> LastAsync(string partition, int end, CancellationToken cancellationToken)
    {
        for (; end > 0; end -= GapStep)
        {
            var from = Math.Max(0, end - GapStep);
            if (await store.ReadFrozenAsync(scope, info.Key, partition, from, Math.Min(end, GapStep), cancellationToken) is [.., var place])
                return place;
        }

        return null;
    }

    private async ValueTask<double?> FindScoreAsync(string partition, int position, CancellationToken cancellationToken)
    {
        // Where an erased user left a gap, the place before it speaks for it, which is no worse; before the first one the place after it.
        FrozenEntry? place = await LastAsync(partition, position + 1, cancellationToken)
            ?? await NextAsync(partition, position + 1, totals.GetValueOrDefault(partition), cancellationToken);
        return place?.Score;
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

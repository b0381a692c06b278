using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions;

/// <summary>Answers queries and does what players and operators ask for.</summary>
internal sealed partial class Tournaments(
    TournamentCatalog catalog, TournamentViews views, OccurrenceParts parts, IRewardStore rewards, PlayerNames names, IScoreLedger ledger, IServiceScopeFactory scopes) : ITournaments
{
    private const int MostAtOnce = 1_000;

    public bool IsReady => catalog.IsReady;

    public IReadOnlyList<TournamentDefinition> Definitions => [.. catalog.Tournaments.Select(tournament => tournament.Definition).OrderBy(definition => definition.Id, StringComparer.Ordinal)];

    public ValueTask<IReadOnlyList<TournamentInfo>> ListAsync(TournamentStatus? status, int offset, int limit, CancellationToken cancellationToken)
    {
        CheckPage(offset, limit);
        views.CheckReady();
        return new(Listed(catalog.Occurrences.Where(occurrence => status is null || occurrence.StatusAt(views.Now) == status), offset, limit));
    }

    public ValueTask<IReadOnlyList<TournamentInfo>> GetOccurrencesAsync(string tournamentId, int offset, int limit, CancellationToken cancellationToken)
    {
        CheckPage(offset, limit);
        return new(Listed(views.Tournament(tournamentId).Occurrences, offset, limit));
    }

    public ValueTask<TournamentInfo> GetAsync(string id, CancellationToken cancellationToken) => new(views.Occurrence(id).Describe(views.Now));

    public async ValueTask<LeaderboardPage> GetStandingsAsync(string id, int offset, int limit, CancellationToken cancellationToken)
    {
        CheckPage(offset, limit);
        Occurrence occurrence = views.Occurrence(id);
        IWindowView view = views.View(occurrence);
        (IReadOnlyList<LeaderboardEntry> entries, int total) = await view.PageAsync("", offset, limit, cancellationToken);
        return await PageAsync(occurrence, view, entries, total, cancellationToken);
    }

    public async ValueTask<LeaderboardRange> GetRangeAsync(string id, double? minScore, double? maxScore, int offset, int limit, CancellationToken cancellationToken)
    {
        ScoreLimits.Check(minScore, maxScore);
        CheckPage(offset, limit);
        Occurrence occurrence = views.Occurrence(id);
        IWindowView view = views.View(occurrence);
        ViewedRange range = await view.RangeAsync("", minScore, maxScore, offset, limit, cancellationToken);
        return new LeaderboardRange { Page = await PageAsync(occurrence, view, range.Entries, range.Total, cancellationToken), Count = range.Count };
    }

    public async ValueTask<LeaderboardRank> GetRankAsync(string id, double score, CancellationToken cancellationToken)
    {
        ScoreLimits.Check(score);
        Occurrence occurrence = views.Occurrence(id);
        IWindowView view = views.View(occurrence);
        ViewedRank rank = await view.RankAsync("", score, cancellationToken);
        return new LeaderboardRank { Window = TournamentViews.Shown(occurrence, view), Score = score, Rank = rank.Rank, Better = rank.Better, Total = rank.Total };
    }

    public ValueTask<LeaderboardPlace?> GetUserAsync(string id, string userId, int around, CancellationToken cancellationToken) => PlaceAsync(id, userId, around, fill: false, cancellationToken);

    public ValueTask<LeaderboardPlace?> GetUserPageAsync(string id, string userId, int around, CancellationToken cancellationToken) => PlaceAsync(id, userId, around, fill: true, cancellationToken);

    private async ValueTask<LeaderboardPlace?> PlaceAsync(string id, string userId, int around, bool fill, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentOutOfRangeException.ThrowIfNegative(around);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(around, MostAtOnce / 2);
        Occurrence occurrence = views.Occurrence(id);
        IWindowView view = views.View(occurrence);
        if (await view.AroundAsync("", userId, around, fill, cancellationToken) is not { } place)
            return null;
        IReadOnlyList<LeaderboardEntry> shown = await names.ShowAsync([place.Entry, .. place.Around], cancellationToken);
        return new LeaderboardPlace
        {
            Window = TournamentViews.Shown(occurrence, view),
            Entry = shown[0],
            Total = place.Total,
            Percentile = 100.0 * (place.Total - place.Better) / place.Total,
            Neighbours = [.. shown.Skip(1)],
        };
    }

    public async ValueTask<IReadOnlyList<TournamentParticipation>> GetOfUserAsync(string userId, int offset, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        CheckPage(offset, limit);
        views.CheckReady();
        HashSet<string> joined = new(await parts.Tournaments.ListJoinedByAsync(userId, cancellationToken), StringComparer.Ordinal);
        var found = new List<TournamentParticipation>();
        foreach (Occurrence occurrence in Ordered(catalog.Occurrences))
        {
            if (occurrence.Ranking is null && !joined.Contains(occurrence.Id))
                continue;
            ViewedPlace? place = occurrence.Ranking is null ? null : await views.View(occurrence).AroundAsync("", userId, 0, fill: false, cancellationToken);
            if (place is null && !joined.Contains(occurrence.Id))
                continue;
            if (offset-- > 0)
                continue;
            DateTimeOffset? since = joined.Contains(occurrence.Id) ? (await occurrence.FindPlayerAsync(userId, cancellationToken))?.JoinedAt : null;
            LeaderboardEntry? entry = place is null ? null : (await names.ShowAsync([place.Entry], cancellationToken))[0];
            found.Add(new TournamentParticipation(occurrence.Describe(views.Now), since, entry, place?.Total ?? 0));
            if (found.Count == limit)
                break;
        }

        return found;
    }

    public async ValueTask<IReadOnlyList<TournamentWinner>> GetWinnersAsync(string id, int offset, int limit, CancellationToken cancellationToken)
    {
        CheckPage(offset, limit);
        Occurrence occurrence = views.Occurrence(id);
        if (occurrence.Document.Stage != OccurrenceStage.Finished)
            return [];
        (IReadOnlyList<LeaderboardEntry> entries, _) = await views.View(occurrence).PageAsync("", offset, limit, cancellationToken);
        // What was granted is what was won: it is not computed a second time.
        string[] keys = [.. entries.SelectMany(entry => Enumerable.Range(0, occurrence.Definition.Prizes.Count).Select(prize => RewardKeys.OfPrize(occurrence.Id, SettingText.Of(prize), entry.UserId)))];
        ILookup<string, RewardGrant> won = (await rewards.FindAsync(keys, cancellationToken)).OrderBy(reward => reward.Grant.Key, StringComparer.Ordinal)
            .ToLookup(reward => reward.Grant.UserId, reward => reward.Grant, StringComparer.Ordinal);
        return [.. entries.Where(entry => won.Contains(entry.UserId)).Select(entry => new TournamentWinner(entry, [.. won[entry.UserId]]))];
    }

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> GetJoinedAsync(string id, string? after, int max, CancellationToken cancellationToken)
    {
        CheckPage(0, max);
        return views.Occurrence(id).ListJoinedAsync(after, max, cancellationToken);
    }

    public ValueTask<IReadOnlyList<UncountedEvent>> GetUncountedAsync(string id, UncountedEvent? after, int max, CancellationToken cancellationToken)
    {
        CheckPage(0, max);
        Occurrence occurrence = views.Occurrence(id);
        return occurrence is { Ranking: { } ranking, Document.Stage: not OccurrenceStage.Cancelled } ? parts.Rankings.ReadUncountedAsync(ranking.Name, after, max, cancellationToken) : new([]);
    }

    public ValueTask<IReadOnlyList<TournamentAction>> GetActionsAsync(string? tournamentId, int max, CancellationToken cancellationToken)
    {
        CheckPage(0, max);
        views.CheckReady();
        return parts.Tournaments.ReadActionsAsync(tournamentId, max, cancellationToken);
    }

    private async ValueTask<LeaderboardPage> PageAsync(Occurrence occurrence, IWindowView view, IReadOnlyList<LeaderboardEntry> entries, int total, CancellationToken cancellationToken) => new()
    {
        LeaderboardId = occurrence.Id,
        Window = TournamentViews.Shown(occurrence, view),
        Order = occurrence.Definition.Order,
        Total = total,
        Entries = await names.ShowAsync(entries, cancellationToken),
    };

    private static void CheckPage(int offset, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostAtOnce);
    }

    private static IEnumerable<Occurrence> Ordered(IEnumerable<Occurrence> occurrences) =>
        occurrences.OrderByDescending(occurrence => occurrence.Document.StartsAt).ThenBy(occurrence => occurrence.Id, StringComparer.Ordinal);

    private IReadOnlyList<TournamentInfo> Listed(IEnumerable<Occurrence> occurrences, int offset, int limit) =>
        [.. Ordered(occurrences).Skip(offset).Take(limit).Select(occurrence => occurrence.Describe(views.Now))];
}

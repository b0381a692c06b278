using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions;

/// <summary>Answers queries and does what players and operators ask for.</summary>
internal sealed partial class Tournaments(
    TournamentCatalog catalog, TournamentViews views, OccurrenceParts parts, IRewardStore rewards, PlayerNames names, IScoreLedger ledger, IServiceScopeFactory scopes) : ITournaments
{
    private const int MostAtOnce = 1_000;

    private readonly GateCalls _gate = new(scopes, parts.Time, parts.Logger);

    public bool IsReady => catalog.IsReady;

    public IReadOnlyList<TournamentDefinition> Definitions => [.. catalog.Tournaments.Select(tournament => tournament.Definition).OrderBy(definition => definition.Id, StringComparer.Ordinal)];

    public ValueTask<IReadOnlyList<TournamentInfo>> ListAsync(TournamentStatus? status, int offset, int limit, CancellationToken cancellationToken)
    {
        CheckPage(offset, limit);
        views.CheckReady();
        DateTimeOffset now = views.Now;
        return new(Listed(catalog.LatestFirst.Where(occurrence => status is null || occurrence.StatusAt(now) == status), offset, limit));
    }

    public ValueTask<IReadOnlyList<TournamentInfo>> GetOccurrencesAsync(string tournamentId, int offset, int limit, CancellationToken cancellationToken)
    {
        CheckPage(offset, limit);
        return new(Listed(LatestFirst(views.Tournament(tournamentId).Occurrences), offset, limit));
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
        Dictionary<string, StoredTournamentPlayer> known = (await parts.Tournaments.ListOfUserAsync(userId, cancellationToken)).ToDictionary(player => player.OccurrenceId, StringComparer.Ordinal);
        Occurrence[] page =
        [
            // What is over is found by the user alone; what is not is in memory.
            .. known.Keys.Select(catalog.FindOccurrence).OfType<Occurrence>().Concat(catalog.Underway).Distinct()
                .Where(occurrence => TakesPart(occurrence, userId, known.GetValueOrDefault(occurrence.Id)))
                .OrderByDescending(occurrence => occurrence.Document.StartsAt).ThenBy(occurrence => occurrence.Id, StringComparer.Ordinal).Skip(offset).Take(limit),
        ];
        var found = new List<TournamentParticipation>(page.Length);
        foreach (Occurrence occurrence in page)
            found.Add(await ParticipationAsync(occurrence, userId, known.GetValueOrDefault(occurrence.Id), cancellationToken));
        return found;
    }

    public async ValueTask<TournamentParticipation?> GetParticipationAsync(string id, string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Occurrence occurrence = views.Occurrence(id);
        StoredTournamentPlayer? known = await occurrence.FindPlayerAsync(userId, cancellationToken);
        return TakesPart(occurrence, userId, known) ? await ParticipationAsync(occurrence, userId, known, cancellationToken) : null;
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

    private static IEnumerable<Occurrence> LatestFirst(IReadOnlyList<Occurrence> byStart)
    {
        for (int i = byStart.Count - 1; i >= 0; i--)
            yield return byStart[i];
    }

    private bool TakesPart(Occurrence occurrence, string userId, StoredTournamentPlayer? known) =>
        known?.JoinedAt is not null || (occurrence.IsSettled ? known?.HasPlace == true && !views.HasNoPlace(occurrence, userId) : occurrence.Ranking?.Standings.Has("", userId) == true && !occurrence.IsHidden(userId));

    private async ValueTask<TournamentParticipation> ParticipationAsync(Occurrence occurrence, string userId, StoredTournamentPlayer? known, CancellationToken cancellationToken)
    {
        // One that has no order yet ranks nobody.
        ViewedPlace? place = occurrence.Ranking is null ? null : await views.View(occurrence).AroundAsync("", userId, 0, fill: false, cancellationToken);
        LeaderboardEntry? entry = place is null ? null : (await names.ShowAsync([place.Entry], cancellationToken))[0];
        return new TournamentParticipation(occurrence.Describe(views.Now), known?.JoinedAt, entry, place?.Total ?? 0);
    }

    private IReadOnlyList<TournamentInfo> Listed(IEnumerable<Occurrence> occurrences, int offset, int limit) =>
        [.. occurrences.Skip(offset).Take(limit).Select(occurrence => occurrence.Describe(views.Now))];
}

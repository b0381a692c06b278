namespace Gamezop.Scores.Competitions;

/// <summary>From an id to the occurrence, and to the standings that answer for it: live, frozen or none.</summary>
internal sealed class TournamentViews(TournamentCatalog catalog, OccurrenceParts parts)
{
    public DateTimeOffset Now => parts.Time.GetUtcNow();

    public void CheckReady()
    {
        if (!catalog.IsReady)
            throw new LeaderboardsNotReadyException("The tournaments are still being read from the store. Try again in a moment.");
        catalog.FollowBans();
    }

    public Tournament Tournament(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        CheckReady();
        return catalog.FindTournament(id) ?? throw new TournamentNotFoundException($"There is no tournament '{id}'.");
    }

    /// <summary>The occurrence of that id, or what a tournament's id means now.</summary>
    public Occurrence Occurrence(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        CheckReady();
        return catalog.FindOccurrence(id) ?? catalog.FindTournament(id)?.Current(Now) ?? throw new TournamentNotFoundException($"There is no tournament '{id}'.");
    }

    /// <summary>Whether a user's place in the final standings is not shown.</summary>
    public bool HasNoPlace(Occurrence occurrence, string userId) => parts.Banned.Contains(userId) || occurrence.IsDisqualified(userId);

    public IWindowView View(Occurrence occurrence)
    {
        OccurrenceStage stage = occurrence.Document.Stage;
        var info = new LeaderboardWindowInfo(
            WindowSpan.KeyOf(occurrence.Document.ScheduledAt), occurrence.Document.StartsAt, occurrence.Document.EndsAt, stage is OccurrenceStage.Frozen or OccurrenceStage.Finished);
        if (stage == OccurrenceStage.Cancelled)
            return new EmptyWindowView(info);
        if (occurrence.Ranking is not { } ranking)
            throw new LeaderboardsNotReadyException($"Tournament '{occurrence.Id}' waits to learn from Gamezop which scores are better. Try again later.");
        return info.Closed
            ? new ClosedWindowView(
                info with { Key = OccurrenceRanking.Window }, ranking.Name, new RankingRules(ranking.Rule.Ascending, occurrence.Definition.Ranking),
                new Dictionary<string, int>(StringComparer.Ordinal) { [""] = occurrence.Document.Players }, parts.Rankings, userId => HasNoPlace(occurrence, userId), static () => null)
            : new OpenWindowView(info, ranking.Standings.Find, [""], ranking.Rule.Keys);
    }

    /// <summary>How the window is shown: by the start that the id says.</summary>
    public static LeaderboardWindowInfo Shown(Occurrence occurrence, IWindowView view) => view.Info with { Key = WindowSpan.KeyOf(occurrence.Document.ScheduledAt) };
}

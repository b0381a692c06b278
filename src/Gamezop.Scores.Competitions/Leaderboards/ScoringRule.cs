namespace Gamezop.Scores.Competitions;

/// <summary>From a user's plays to what the user is ranked by: a function of the set of plays, whatever order they were learnt in.</summary>
internal sealed class ScoringRule(LeaderboardScoring scoring, bool ascending)
{
    public bool Ascending => ascending;

    /// <summary>Whether an entry can only be computed from all plays. A best one is the better of the old entry and the plays that changed.</summary>
    public bool NeedsAllPlays => scoring != LeaderboardScoring.Best;

    /// <summary>Whether a score is one that this rule can use.</summary>
    public bool CanHold(double score) => scoring != LeaderboardScoring.Total || Thousandths.CanHold(score);

    public double ScoreOf(long key) => scoring == LeaderboardScoring.Total ? RankKey.ToThousandths(key, ascending) : RankKey.ToScore(key, ascending);

    /// <param name="known">The entry so far; looked at only when not all plays are needed.</param>
    /// <param name="plays">All plays, or those that changed.</param>
    /// <param name="saturated">Whether a sum was cut.</param>
    public PlayerEntry? EntryOf(PlayerEntry? known, IEnumerable<(PlayKey Key, Play Play)> plays, out bool saturated)
    {
        saturated = false;
        IEnumerable<PlayerEntry> entries = plays.Select(play => EntryOf(play.Key, play.Play.Deciding(ascending)));
        return scoring switch
        {
            LeaderboardScoring.Best => entries.Aggregate(known, static (best, entry) => best is null || CompareBest(entry, best) < 0 ? entry : best),
            LeaderboardScoring.Latest => Last(entries),
            _ => Total([.. entries.Where(entry => Thousandths.CanHold(RankKey.ToScore(entry.Key, ascending)))], out saturated),
        };
    }

    private static PlayerEntry? Last(IEnumerable<PlayerEntry> entries) =>
        entries.Aggregate((PlayerEntry?)null, static (last, entry) => last is null || CompareLatest(entry, last) < 0 ? entry : last);

    private PlayerEntry? Total(List<PlayerEntry> entries, out bool saturated)
    {
        Int128 sum = 0;
        foreach (PlayerEntry entry in entries)
            sum += Thousandths.Of(RankKey.ToScore(entry.Key, ascending));
        long key = RankKey.OfThousandths(Thousandths.Saturate(sum, out saturated), ascending);
        // The sum was reached when the last of its plays reached its score.
        return Last(entries) is { } last ? last with { Key = key } : null;
    }

    private PlayerEntry EntryOf(PlayKey key, PlayScore score) =>
        new(RankKey.OfScore(score.Score, ascending), score.At, score.Country, key.GamePlayId, score.EventId);

    // Better score, earlier time, smaller play id, smaller event id.
    public static int CompareBest(PlayerEntry a, PlayerEntry b)
    {
        if (a.Key != b.Key)
            return a.Key < b.Key ? -1 : 1;
        int order = a.AchievedAt.CompareTo(b.AchievedAt);
        if (order == 0)
            order = Utf8Order.Compare(a.GamePlayId, b.GamePlayId);
        return order != 0 ? order : string.CompareOrdinal(a.EventId, b.EventId);
    }

    // Later time, greater play id; one play id on two leaderboards at once is told apart as everywhere else.
    public static int CompareLatest(PlayerEntry a, PlayerEntry b)
    {
        int order = b.AchievedAt.CompareTo(a.AchievedAt);
        if (order == 0)
            order = Utf8Order.Compare(b.GamePlayId, a.GamePlayId);
        return order != 0 ? order : CompareBest(a, b);
    }
}

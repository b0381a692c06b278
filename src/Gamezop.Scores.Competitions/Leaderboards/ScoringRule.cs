namespace Gamezop.Scores.Competitions;

/// <summary>From a user's plays to what the user is ranked by: a function of the set of plays, whatever order they were learnt in.</summary>
internal sealed class ScoringRule(LeaderboardScoring scoring, bool ascending)
{
    public bool Ascending => ascending;

    public bool IsTotal => scoring == LeaderboardScoring.Total;

    /// <summary>Whether a play that has become better may count for less: not where the best one decides.</summary>
    public bool CanFallBack => scoring != LeaderboardScoring.Best;

    /// <summary>Whether a score is one that this rule can use.</summary>
    public bool CanHold(double score) => !IsTotal || Thousandths.CanHold(score);

    public ScoreKeys Keys { get; } = new(scoring == LeaderboardScoring.Total, ascending);

    public double ScoreOf(long key) => Keys.ScoreOf(key);

    /// <summary>What a play would be ranked by if it were the only one; null where this rule cannot use it.</summary>
    public PlayerEntry? EntryOf(PlayKey key, Play play)
    {
        if (play.IsNone)
            return null;
        PlayScore score = play.Deciding(ascending);
        return CanHold(score.Score) ? new PlayerEntry(RankKey.OfScore(score.Score, ascending), score.At, score.Country, key.GamePlayId, score.EventId) : null;
    }

    /// <summary>What a play adds to a sum, in thousandths.</summary>
    public Int128 ThousandthsOf(PlayerEntry? play) => IsTotal && play is not null ? Thousandths.Of(RankKey.ToScore(play.Key, ascending)) : 0;

    /// <summary>Which of two plays decides: the better one; or the later one where the latest counts, and for the time at which a sum was reached.</summary>
    public PlayerEntry? Deciding(PlayerEntry? a, PlayerEntry? b) => a is null || (b is not null && Compare(b, a) < 0) ? b : a;

    public int Compare(PlayerEntry a, PlayerEntry b) => scoring == LeaderboardScoring.Best ? CompareBest(a, b) : CompareLatest(a, b);

    /// <summary>The entry from the play that decides and the sum of all.</summary>
    public PlayerEntry? Entry(PlayerEntry? deciding, Int128 sum, out bool saturated)
    {
        saturated = false;
        return !IsTotal || deciding is null ? deciding : deciding with { Key = RankKey.OfThousandths(Thousandths.Saturate(sum, out saturated), ascending) };
    }

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

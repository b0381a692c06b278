namespace Gamezop.Scores.Competitions;

/// <summary>From a player's plays to what the player is ranked by: a function of the set of plays, whatever order they were learnt in.</summary>
internal sealed class TournamentRule(TournamentScoring scoring, bool ascending)
{
    public bool Ascending => ascending;

    /// <summary>Whether an entry can only be computed from all plays. A best one is the better of the old entry and the plays that changed.</summary>
    public bool NeedsAllPlays => scoring.Plays != LeaderboardScoring.Best;

    private bool IsSum => scoring.Plays == LeaderboardScoring.Total;

    /// <summary>Whether a score is one that this rule can use.</summary>
    public bool CanHold(double score) => !IsSum || Thousandths.CanHold(score);

    public double ScoreOf(long key) => IsSum ? RankKey.ToThousandths(key, ascending) : RankKey.ToScore(key, ascending);

    /// <param name="known">The entry so far, where not all plays are needed; else null.</param>
    /// <param name="plays">All plays, or those that changed; each has a final score.</param>
    /// <param name="saturated">Whether a sum was cut.</param>
    public PlayerEntry? EntryOf(PlayerEntry? known, IEnumerable<KeyValuePair<PlayKey, Play>> plays, out bool saturated)
    {
        saturated = false;
        IEnumerable<PlayerEntry> entries = plays.Where(play => CanHold(play.Value.Final!.Value.Score)).Select(play => EntryOf(play.Key, play.Value.Final!.Value));
        return scoring.Plays switch
        {
            LeaderboardScoring.Best => First(known, entries, ScoringRule.CompareBest),
            LeaderboardScoring.Latest => First(null, entries, ScoringRule.CompareLatest),
            _ => Sum([.. entries], out saturated),
        };
    }

    private static PlayerEntry? First(PlayerEntry? known, IEnumerable<PlayerEntry> entries, Comparison<PlayerEntry> comparison) =>
        entries.Aggregate(known, (first, entry) => first is null || comparison(entry, first) < 0 ? entry : first);

    private PlayerEntry? Sum(List<PlayerEntry> entries, out bool saturated)
    {
        if (scoring.BestPlays is { } most && entries.Count > most)
        {
            entries.Sort(ScoringRule.CompareBest);
            entries.RemoveRange(most, entries.Count - most);
        }

        Int128 sum = 0;
        foreach (PlayerEntry entry in entries)
            sum += Thousandths.Of(RankKey.ToScore(entry.Key, ascending));
        long key = RankKey.OfThousandths(Thousandths.Saturate(sum, out saturated), ascending);
        // The sum was reached when the last of its plays reached its score.
        return First(null, entries, ScoringRule.CompareLatest) is { } last ? last with { Key = key } : null;
    }

    private PlayerEntry EntryOf(PlayKey key, PlayScore score) => new(RankKey.OfScore(score.Score, ascending), score.At, score.Country, key.GamePlayId, score.EventId);
}

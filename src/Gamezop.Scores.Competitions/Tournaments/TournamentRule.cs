namespace Gamezop.Scores.Competitions;

/// <summary>From a player's plays to what the player is ranked by: a function of the set of plays, whatever order they were learnt in.</summary>
internal sealed class TournamentRule(TournamentScoring scoring, bool ascending)
{
    private readonly ScoringRule _plays = new(scoring.Plays, ascending);

    public bool Ascending => ascending;

    /// <summary>Whether an entry can only be computed from all plays. A best one is the better of the old entry and the plays that changed.</summary>
    public bool NeedsAllPlays => scoring.Plays != LeaderboardScoring.Best;

    /// <summary>Whether a score is one that this rule can use.</summary>
    public bool CanHold(double score) => _plays.CanHold(score);

    public ScoreKeys Keys => _plays.Keys;

    public double ScoreOf(long key) => _plays.ScoreOf(key);

    /// <param name="known">The entry so far, where not all plays are needed; else null.</param>
    /// <param name="plays">All plays, or those that changed.</param>
    /// <param name="saturated">Whether a sum was cut.</param>
    public PlayerEntry? EntryOf(PlayerEntry? known, IEnumerable<KeyValuePair<PlayKey, Play>> plays, out bool saturated)
    {
        List<PlayerEntry> entries = [.. plays.Select(play => _plays.EntryOf(play.Key, play.Value)).OfType<PlayerEntry>()];
        if (scoring.BestPlays is { } most && entries.Count > most)
        {
            entries.Sort(ScoringRule.CompareBest);
            entries.RemoveRange(most, entries.Count - most);
        }

        Int128 sum = 0;
        foreach (PlayerEntry entry in entries)
            sum += _plays.ThousandthsOf(entry);
        return _plays.Entry(entries.Aggregate(NeedsAllPlays ? null : known, _plays.Deciding), sum, out saturated);
    }
}

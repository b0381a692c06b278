namespace Gamezop.Scores.Competitions;

/// <summary>Which plays of a player count: the attempts whose earliest events are the earliest, and of those the ones with a final score.</summary>
internal static class TournamentPlays
{
    /// <param name="plays">All plays of the player.</param>
    /// <param name="attempts">How many attempts count; null for all.</param>
    public static IEnumerable<KeyValuePair<PlayKey, Play>> Counting(IEnumerable<KeyValuePair<PlayKey, Play>> plays, int? attempts)
    {
        if (attempts is { } most)
            // One play may have scores on several leaderboards: it is one attempt.
            plays = plays.GroupBy(play => (play.Key.GameCode, play.Key.GamePlayId))
                .OrderBy(attempt => attempt.Min(play => play.Value.FirstAt))
                .ThenBy(attempt => attempt.Key.GamePlayId, Utf8Order.Comparer)
                .ThenBy(attempt => attempt.Key.GameCode, Utf8Order.Comparer)
                .Take(most)
                .SelectMany(attempt => attempt);
        return plays.Where(play => play.Value.Final is not null);
    }
}

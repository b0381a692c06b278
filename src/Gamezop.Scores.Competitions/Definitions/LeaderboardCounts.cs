namespace Gamezop.Scores.Competitions;

/// <summary>Which events count.</summary>
public enum LeaderboardCounts
{
    /// <summary>Only final scores: state <c>over</c>.</summary>
    Finals,

    /// <summary>Scores during play too: <c>playing</c> and <c>levelup</c>. Only on descending boards, where a score under way cannot be better than the final one is going to be.</summary>
    Live,
}

namespace Gamezop.Scores.Competitions;

/// <summary>Which of a user's plays make the entry.</summary>
public enum LeaderboardScoring
{
    /// <summary>The best play.</summary>
    Best,

    /// <summary>The play that reached its score last.</summary>
    Latest,

    /// <summary>The sum over all plays, in whole thousandths.</summary>
    Total,
}

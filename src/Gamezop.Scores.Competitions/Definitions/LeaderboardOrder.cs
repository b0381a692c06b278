namespace Gamezop.Scores.Competitions;

/// <summary>Which scores are better.</summary>
public enum LeaderboardOrder
{
    /// <summary>Higher scores are better.</summary>
    Descending,

    /// <summary>Lower scores are better, as in a race against the clock.</summary>
    Ascending,

    /// <summary>As Gamezop's leaderboards metadata says; fetched when the board is added, and kept.</summary>
    FromGamezop,
}

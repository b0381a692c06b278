namespace Gamezop.Scores.Competitions;

/// <summary>Whether a board has, beside the ranking of everybody, rankings of its parts.</summary>
public enum LeaderboardPartition
{
    /// <summary>One ranking.</summary>
    None,

    /// <summary>A further ranking per game code.</summary>
    Game,

    /// <summary>A further ranking per country of the event. A user who plays in several countries stands in several.</summary>
    Country,
}

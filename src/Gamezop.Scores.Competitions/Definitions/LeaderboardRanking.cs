namespace Gamezop.Scores.Competitions;

/// <summary>Which number equal scores get. A kept number: never renumber.</summary>
public enum LeaderboardRanking
{
    /// <summary>1 2 3 4: nobody shares a rank; who reached the score first is ahead.</summary>
    Ordinal = 0,

    /// <summary>1 2 2 4.</summary>
    Competition = 1,

    /// <summary>1 2 2 3.</summary>
    Dense = 2,
}

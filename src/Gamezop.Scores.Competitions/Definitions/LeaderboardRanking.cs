namespace Gamezop.Scores.Competitions;

/// <summary>Which number equal scores get.</summary>
public enum LeaderboardRanking
{
    /// <summary>1 2 3 4: nobody shares a rank; who reached the score first is ahead.</summary>
    Ordinal,

    /// <summary>1 2 2 4.</summary>
    Competition,

    /// <summary>1 2 2 3.</summary>
    Dense,
}

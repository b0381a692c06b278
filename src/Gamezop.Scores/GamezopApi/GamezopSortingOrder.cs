namespace Gamezop.Scores;

/// <summary>Which score is the better one on a leaderboard of Gamezop's.</summary>
public enum GamezopSortingOrder
{
    /// <summary>Not told (the older form never does), or told in a way this version does not know. Don't guess: ranks would be the wrong way round.</summary>
    Unknown,

    /// <summary>The higher score is better.</summary>
    Descending,

    /// <summary>The lower score is better.</summary>
    Ascending,
}

namespace Gamezop.Scores.Competitions;

/// <summary>An event cannot be ranked yet: the order of its leaderboard has not come from Gamezop. It waits and is tried again.</summary>
public sealed class LeaderboardOrderUnknownException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="leaderboardId">The board.</param>
    public LeaderboardOrderUnknownException(string leaderboardId)
        : base($"The order of leaderboard '{leaderboardId}' is not known yet: Gamezop's leaderboards metadata could not be had.") => LeaderboardId = leaderboardId;

    /// <summary>The board.</summary>
    public string LeaderboardId { get; }
}

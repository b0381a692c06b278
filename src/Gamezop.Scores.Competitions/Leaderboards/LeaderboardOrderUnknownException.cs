namespace Gamezop.Scores.Competitions;

/// <summary>Events cannot be ranked yet: the order of their leaderboard has not come from Gamezop. They wait and come again.</summary>
public sealed class LeaderboardOrderUnknownException : ScoreDeferredException
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Creates the exception.</summary>
    /// <param name="leaderboardId">The board.</param>
    /// <param name="eventIds">The events that wait for it; null where it is not about events.</param>
    public LeaderboardOrderUnknownException(string leaderboardId, IReadOnlyCollection<string>? eventIds = null)
        : base($"The order of leaderboard '{leaderboardId}' is not known yet: Gamezop's leaderboards metadata could not be had.", Pause, eventIds) => LeaderboardId = leaderboardId;

    /// <summary>The board.</summary>
    public string LeaderboardId { get; }
}

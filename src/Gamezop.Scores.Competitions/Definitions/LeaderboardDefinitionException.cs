namespace Gamezop.Scores.Competitions;

/// <summary>A leaderboard's definition breaks a rule. The message names the board and the member.</summary>
public sealed class LeaderboardDefinitionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="leaderboardId">The board's id, or its path in configuration.</param>
    /// <param name="member">The member at fault.</param>
    /// <param name="reason">What is wrong, as the rest of a sentence that begins with the member.</param>
    public LeaderboardDefinitionException(string leaderboardId, string member, string reason)
        : base($"Leaderboard '{leaderboardId}': {member} {reason}.") => (LeaderboardId, Member) = (leaderboardId, member);

    /// <summary>The board's id, or its path in configuration.</summary>
    public string LeaderboardId { get; }

    /// <summary>The member at fault.</summary>
    public string Member { get; }
}

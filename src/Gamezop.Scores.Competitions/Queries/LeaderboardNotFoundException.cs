namespace Gamezop.Scores.Competitions;

/// <summary>There is no such leaderboard, window or partition; the message says which.</summary>
public sealed class LeaderboardNotFoundException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is not there.</param>
    public LeaderboardNotFoundException(string message)
        : base(message)
    {
    }
}

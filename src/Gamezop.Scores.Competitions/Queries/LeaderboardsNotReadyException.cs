namespace Gamezop.Scores.Competitions;

/// <summary>The rankings are not in memory yet: no answer is given rather than a wrong rank. Try again in a moment.</summary>
public sealed class LeaderboardsNotReadyException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LeaderboardsNotReadyException()
        : base("The leaderboards are still being read from the store. Try again in a moment.")
    {
    }

    internal LeaderboardsNotReadyException(string message)
        : base(message)
    {
    }
}

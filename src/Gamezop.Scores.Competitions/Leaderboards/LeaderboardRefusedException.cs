namespace Gamezop.Scores.Competitions;

/// <summary>What an operator asked for cannot be done as things stand; the message says why.</summary>
public sealed class LeaderboardRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why.</param>
    public LeaderboardRefusedException(string message)
        : base(message)
    {
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>There is no such tournament or occurrence; the message says which.</summary>
public sealed class TournamentNotFoundException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is not there.</param>
    public TournamentNotFoundException(string message)
        : base(message)
    {
    }
}

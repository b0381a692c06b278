namespace Gamezop.Scores;

/// <summary>A quarantined event cannot be released as things stand; the message says why, and what to do. Nothing has changed.</summary>
public sealed class QuarantineRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why. Holds no user data.</param>
    public QuarantineRefusedException(string message)
        : base(message)
    {
    }
}

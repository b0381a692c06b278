namespace Gamezop.Scores;

/// <summary>A payload, or an event to be written, breaks a rule of Gamezop's score format.</summary>
public sealed class ScoreFormatException : FormatException
{
    /// <summary>Creates the exception for one error.</summary>
    /// <param name="error">Which member is at fault, and why.</param>
    public ScoreFormatException(ScoreFormatError error)
        : base(error?.ToString()) => Error = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>Which member is at fault, and why.</summary>
    public ScoreFormatError Error { get; }
}

namespace Gamezop.Scores.Competitions;

/// <summary>A rebuild would lose scores, or cannot run now; the message says why.</summary>
public sealed class RebuildRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="possibleFrom">From when on scores could be rebuilt, or null where none are kept.</param>
    public RebuildRefusedException(string message, DateTimeOffset? possibleFrom = null)
        : base(message) => PossibleFrom = possibleFrom;

    /// <summary>From when on scores could be rebuilt, or null where none are kept.</summary>
    public DateTimeOffset? PossibleFrom { get; }
}

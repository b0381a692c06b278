namespace Gamezop.Scores.Storage;

/// <summary>
/// Where an event stands in its partition. Positions are ordered and otherwise opaque: engines fill them as they like (a number; a transaction and a number).
/// The default value is the position before the first event.
/// </summary>
public readonly record struct LogPosition : IComparable<LogPosition>
{
    /// <summary>Creates a position.</summary>
    /// <param name="major">What is compared first. Engines with one number leave it at 0.</param>
    /// <param name="minor">What is compared among equal majors.</param>
    public LogPosition(long major, long minor)
    {
        Major = major;
        Minor = minor;
    }

    /// <summary>What is compared first.</summary>
    public long Major { get; }

    /// <summary>What is compared among equal majors.</summary>
    public long Minor { get; }

    /// <inheritdoc/>
    public int CompareTo(LogPosition other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Whether the left position comes first.</summary>
    /// <param name="left">A position.</param>
    /// <param name="right">Another one of the same partition.</param>
    /// <returns>True when it does.</returns>
    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left position comes last.</summary>
    /// <param name="left">A position.</param>
    /// <param name="right">Another one of the same partition.</param>
    /// <returns>True when it does.</returns>
    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left position comes first or both are the same.</summary>
    /// <param name="left">A position.</param>
    /// <param name="right">Another one of the same partition.</param>
    /// <returns>True when it does.</returns>
    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left position comes last or both are the same.</summary>
    /// <param name="left">A position.</param>
    /// <param name="right">Another one of the same partition.</param>
    /// <returns>True when it does.</returns>
    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;
}

using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores.Sqlite;

/// <summary>A user's row is not the one any more that a write was computed from. Thrown to undo what the write has done by then.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It never leaves the store.")]
internal sealed class StaleRowException(DateTimeOffset closedThrough) : Exception
{
    public DateTimeOffset ClosedThrough => closedThrough;
}

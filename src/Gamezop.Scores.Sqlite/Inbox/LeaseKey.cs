namespace Gamezop.Scores.Sqlite;

/// <summary>A delivery: the first one of an event, by the event's number, or a retry, by its own.</summary>
internal readonly record struct LeaseKey(long Number, bool IsRetry) : IComparable<LeaseKey>
{
    public int CompareTo(LeaseKey other) => Number != other.Number ? Number.CompareTo(other.Number) : IsRetry.CompareTo(other.IsRetry);
}

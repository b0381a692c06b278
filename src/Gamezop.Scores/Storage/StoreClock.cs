namespace Gamezop.Scores.Storage;

/// <summary>
/// The clock of a store that belongs to one process: the wall clock, but never earlier than before. While the wall clock is behind because it was
/// set back, time goes on at half speed: retries still become due, and the wall clock catches up.
/// </summary>
internal sealed class StoreClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last;
    private long _lastTimestamp = time.GetTimestamp();

    /// <summary>The time in UTC.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var timestamp = time.GetTimestamp();
                // A simulated clock's timestamps may go back with it.
                var least = _last + (time.GetElapsedTime(_lastTimestamp, Math.Max(timestamp, _lastTimestamp)) / 2);
                var wall = time.GetUtcNow();
                (_last, _lastTimestamp) = (wall > least ? wall : least, timestamp);
                return _last;
            }
        }
    }

    /// <summary>What leases are measured by: they are this process's own, so they need not follow a wall clock that is set.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(0);

    /// <summary>Goes on from a time that the store gave before, e.g. in an earlier process, unless it is later already.</summary>
    public void ContinueFrom(DateTimeOffset given)
    {
        lock (_lock)
            _last = Now > given ? _last : given;
    }
}

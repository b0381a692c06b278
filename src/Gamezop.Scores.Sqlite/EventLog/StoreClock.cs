namespace Gamezop.Scores.Sqlite;

/// <summary>
/// The store's clock: the wall clock, but never earlier than before. While the wall clock is behind because it was set back, time goes on at half
/// speed: retries still become due, and the wall clock catches up.
/// </summary>
internal sealed class StoreClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last;
    private long _lastTimestamp;

    /// <summary>The time in UTC ticks.</summary>
    public long Now
    {
        get
        {
            lock (_lock)
            {
                var timestamp = time.GetTimestamp();
                var wall = time.GetUtcNow();
                var least = _last + (time.GetElapsedTime(_lastTimestamp, timestamp) / 2);
                (_last, _lastTimestamp) = (_last == default || wall > least ? wall : least, timestamp);
                return _last.UtcTicks;
            }
        }
    }

    /// <summary>What leases are measured by, in ticks: they are this process's own, so they need not follow a wall clock that is set.</summary>
    public long Elapsed => time.GetElapsedTime(0).Ticks;
}

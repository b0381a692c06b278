namespace Gamezop.Scores;

/// <summary>
/// Keeps what callers can bring about at will from filling the log: it is logged at once, and then at most once a minute, with how often it
/// happened.
/// </summary>
internal sealed class LogSampler(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _last;
    private long _unlogged;

    /// <summary>Whether to log this time.</summary>
    /// <param name="unlogged">How many times were not logged since the last one that was.</param>
    public bool ShouldLog(out long unlogged)
    {
        lock (_lock)
        {
            unlogged = _unlogged;
            if (_last is { } last && time.GetElapsedTime(last) < Pause)
            {
                _unlogged++;
                return false;
            }

            _last = time.GetTimestamp();
            _unlogged = 0;
            return true;
        }
    }
}

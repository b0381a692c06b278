using System.Globalization;

namespace Gamezop.Scores;

/// <summary>
/// Compares the times of events with the server's. A server's clock that is slow makes every event one from the future, and each of them looks like
/// its sender's fault; only
/// their share shows whose it is.
/// </summary>
internal sealed class EventClock(TimeProvider time, ScoreMetrics metrics) : IHealthSource
{
    /// <summary>How far ahead of ours a clock that is right may be.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private const int Minutes = 10;
    private const int LeastFuture = 5;
    private const int LeastPercent = 10;

    private readonly Lock _lock = new();
    private readonly Minute[] _minutes = new Minute[Minutes];

    /// <summary>Whether an event is dated after its arrival by more than a clock that is right.</summary>
    public static bool IsFuture(DateTimeOffset timestamp, DateTimeOffset receivedAt) => timestamp - receivedAt > Ahead;

    /// <summary>An event has arrived now.</summary>
    public void Received(DateTimeOffset timestamp)
    {
        var isFuture = IsFuture(timestamp, time.GetUtcNow());
        if (isFuture)
            metrics.Future();
        var now = CurrentMinute;
        lock (_lock)
        {
            ref var minute = ref _minutes[now % Minutes];
            if (minute.Number != now)
                minute = new Minute { Number = now };
            minute.All++;
            if (isFuture)
                minute.Future++;
        }
    }

    public HealthReport Report()
    {
        long all = 0, future = 0;
        var now = CurrentMinute;
        lock (_lock)
            foreach (var minute in _minutes)
                if (minute.Number > now - Minutes)
                    (all, future) = (all + minute.All, future + minute.Future);
        return future < LeastFuture || future * 100 < all * LeastPercent
            ? HealthReport.Healthy
            : HealthReport.Degraded(string.Create(
                CultureInfo.InvariantCulture,
                $"{future} of the {all} events of the last {Minutes} minutes are dated more than {Ahead.TotalMinutes} minutes after their arrival, "
                + $"and competitions keep them in quarantine. Check this server's clock (NTP): it is probably slow."));
    }

    // By the time since the start: setting the wall clock right must not mix up the minutes. The first one is not 0, which stands for none.
    private long CurrentMinute => (long)time.GetElapsedTime(0).TotalMinutes + Minutes;

    private struct Minute
    {
        public long Number;
        public long All;
        public long Future;
    }
}

using System.Globalization;

namespace Gamezop.Scores;

/// <summary>
/// Compares the times of events with the server's. A server's clock that is slow makes every event one from the future, and each of them looks like
/// its sender's fault; only their share shows whose it is. Where events are rare, the last ones tell, however long ago they came.
/// </summary>
internal sealed class EventClock(TimeProvider time, ScoreMetrics metrics) : IHealthSource
{
    /// <summary>How far ahead of ours a clock that is right may be.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private const int Minutes = 10;
    private const int LeastFuture = 5;
    private const int LeastPercent = 10;

    /// <summary>By so much the wall clock and the time since the start do not drift apart: it was set.</summary>
    private static readonly TimeSpan Set = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Minute[] _minutes = new Minute[Minutes];

    /// <summary>
    /// How many events in a row were from the future, and by how many ticks the clock that they were compared with was ahead of the time since the start.
    /// </summary>
    private (int Count, long Lead) _run;

    /// <summary>Whether an event is dated after its arrival by more than a clock that is right.</summary>
    public static bool IsFuture(DateTimeOffset timestamp, DateTimeOffset receivedAt) => timestamp - receivedAt > Ahead;

    /// <summary>An event has arrived now.</summary>
    public void Received(DateTimeOffset timestamp)
    {
        var wall = time.GetUtcNow();
        var isFuture = IsFuture(timestamp, wall);
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
            _run = isFuture ? (RunOf(wall) + 1, LeadOf(wall)) : default;
        }
    }

    public HealthReport Report()
    {
        long all = 0, future = 0, run;
        var now = CurrentMinute;
        lock (_lock)
        {
            run = RunOf(time.GetUtcNow());
            foreach (var minute in _minutes)
                if (minute.Number > now - Minutes)
                    (all, future) = (all + minute.All, future + minute.Future);
        }
        if (Math.Max(future, run) < LeastFuture || future * 100 < all * LeastPercent)
            return HealthReport.Healthy;
        var which = future < LeastFuture ? $"The last {run} events" : $"{future} of the {all} events of the last {Minutes} minutes";
        return HealthReport.Degraded(string.Create(
            CultureInfo.InvariantCulture,
            $"{which} are dated more than {Ahead.TotalMinutes} minutes after their arrival, "
            + $"and competitions keep them in quarantine. Check this server's clock (NTP): it is probably slow."));
    }

    // What was compared with the clock as it was before it was set says nothing of it now.
    private int RunOf(DateTimeOffset wall) => Math.Abs(LeadOf(wall) - _run.Lead) < Set.Ticks ? _run.Count : 0;

    private long LeadOf(DateTimeOffset wall) => wall.UtcTicks - time.GetElapsedTime(0).Ticks;

    // By the time since the start: setting the wall clock right must not mix up the minutes. The first one is not 0, which stands for none.
    private long CurrentMinute => (long)time.GetElapsedTime(0).TotalMinutes + Minutes;

    private struct Minute
    {
        public long Number;
        public long All;
        public long Future;
    }
}

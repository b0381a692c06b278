using System.Globalization;

namespace Gamezop.Scores;

/// <summary>
/// Compares the times of events with the server's. A server's clock that is slow makes every event one from the future, and each of them looks like
/// its sender's fault; only their share shows whose it is. Where events are rare, the last ones tell, however long ago they came. Events of one or two users
/// tell nothing: their devices' clocks may be ahead.
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

    private Run _run;

    /// <summary>Whether an event is dated after its arrival by more than a clock that is right.</summary>
    public static bool IsFuture(DateTimeOffset timestamp, DateTimeOffset receivedAt) => timestamp - receivedAt > Ahead;

    /// <summary>An event has arrived now.</summary>
    public void Received(DateTimeOffset timestamp, string userId)
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
            if (!isFuture)
            {
                _run = default;
                return;
            }
            minute.Future++;
            minute.Users.Add(userId);
            _run = RunAt(wall) with { Lead = LeadOf(wall) };
            _run.Count++;
            _run.Users.Add(userId);
        }
    }

    public HealthReport Report()
    {
        long all = 0, future = 0;
        var users = default(FewUsers);
        Run run;
        var now = CurrentMinute;
        lock (_lock)
        {
            run = RunAt(time.GetUtcNow());
            foreach (var minute in _minutes.Where(minute => minute.Number > now - Minutes))
            {
                (all, future) = (all + minute.All, future + minute.Future);
                users.Add(minute.Users);
            }
        }
        var isShare = future >= LeastFuture && users.IsFull;
        var isRun = run.Count >= LeastFuture && run.Users.IsFull;
        if ((!isShare && !isRun) || future * 100 < all * LeastPercent)
            return HealthReport.Healthy;
        var which = isShare ? $"{future} of the {all} events of the last {Minutes} minutes" : $"The last {run.Count} events";
        return HealthReport.Degraded(string.Create(
            CultureInfo.InvariantCulture,
            $"{which} are dated more than {Ahead.TotalMinutes} minutes after their arrival, "
            + $"and competitions keep them in quarantine. Check this server's clock (NTP): it is probably slow."));
    }

    // What was compared with the clock as it was before it was set says nothing of it now.
    private Run RunAt(DateTimeOffset wall) => Math.Abs(LeadOf(wall) - _run.Lead) < Set.Ticks ? _run : default;

    private long LeadOf(DateTimeOffset wall) => wall.UtcTicks - time.GetElapsedTime(0).Ticks;

    // By the time since the start: setting the wall clock right must not mix up the minutes. The first one is not 0, which stands for none.
    private long CurrentMinute => (long)time.GetElapsedTime(0).TotalMinutes + Minutes;

    private struct Minute
    {
        public long Number;
        public long All;
        public long Future;
        public FewUsers Users;
    }

    /// <summary>Events in a row that were from the future.</summary>
    private struct Run
    {
        public int Count;
        public FewUsers Users;

        /// <summary>By how many ticks the clock that they were compared with was ahead of the time since the start.</summary>
        public long Lead;
    }

    /// <summary>Different users, as many as are needed to tell. Of each the hash: the id of a user who is erased must not stay.</summary>
    private struct FewUsers
    {
        private int _count;
        private int _first;
        private int _second;

        public readonly bool IsFull => _count == 3;

        public void Add(string userId) => Add(userId.GetHashCode(StringComparison.Ordinal));

        public void Add(FewUsers others)
        {
            if (others.IsFull)
                _count = others._count;
            if (others._count > 0)
                Add(others._first);
            if (others._count > 1)
                Add(others._second);
        }

        private void Add(int hash)
        {
            if (IsFull || (_count > 0 && hash == _first) || (_count > 1 && hash == _second))
                return;
            if (_count == 0)
                _first = hash;
            else
                _second = _count == 1 ? hash : _second;
            _count++;
        }
    }
}

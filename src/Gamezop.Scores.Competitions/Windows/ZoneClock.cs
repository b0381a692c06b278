using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>The clock on the wall of a time zone. Reads only the offset at an instant, which is never ambiguous.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    // Offsets reach from -14 to +14 hours; a change of the date line moves the clock by a whole day.
    private const long Reach = 39 * TimeSpan.TicksPerHour;

    private readonly ConcurrentDictionary<int, DateTime[]> _changes = new();

    public TimeSpan OffsetAt(DateTime utc) => zone.GetUtcOffset(utc);

    /// <summary>What the clock shows.</summary>
    public DateTime Local(DateTime utc) => Shift(utc, zone.GetUtcOffset(utc).Ticks);

    /// <summary>The first instant at which the clock shows a time or, where it skips it, one after it.</summary>
    public DateTime FirstReach(DateTime local)
    {
        DateTime before = Shift(local, -Reach);
        DateTime after = Shift(local, Reach);
        TimeSpan one = zone.GetUtcOffset(before);
        TimeSpan other = zone.GetUtcOffset(after);
        foreach (TimeSpan offset in (ReadOnlySpan<TimeSpan>)[one > other ? one : other, one > other ? other : one])
        {
            DateTime start = Shift(local, -offset.Ticks);
            if (zone.GetUtcOffset(start) == offset)
                return start;
        }

        return Bisect(before, after, instant => Local(instant) >= local);
    }

    /// <summary>The first change of the offset after an instant, or null where there is none in that year.</summary>
    public DateTime? NextChange(DateTime utc) => First(_changes.GetOrAdd(utc.Year, FindChanges), utc);

    /// <summary>The last change of the offset not after an instant, or null where there is none in that year.</summary>
    public DateTime? LastChange(DateTime utc)
    {
        DateTime? last = null;
        foreach (DateTime change in _changes.GetOrAdd(utc.Year, FindChanges))
            if (change <= utc)
                last = change;
        return last;
    }

    private static DateTime? First(DateTime[] changes, DateTime after)
    {
        foreach (DateTime change in changes)
            if (change > after)
                return change;
        return null;
    }

    // Also counts the first instant of a year: the searches go on from there.
    private DateTime[] FindChanges(int year)
    {
        var found = new List<DateTime>();
        var from = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        found.Add(from);
        for (DateTime hour = from; hour.Year == year && hour.Ticks < DateTime.MaxValue.Ticks - TimeSpan.TicksPerHour; hour = hour.AddHours(1))
        {
            TimeSpan offset = zone.GetUtcOffset(hour);
            if (zone.GetUtcOffset(hour.AddHours(1)) != offset)
                found.Add(Bisect(hour, hour.AddHours(1), instant => zone.GetUtcOffset(instant) != offset));
        }

        if (year < 9999)
            found.Add(from.AddYears(1));
        return [.. found];
    }

    // The first instant after 'before' for which the condition holds, as it does for 'after'.
    private static DateTime Bisect(DateTime before, DateTime after, Func<DateTime, bool> holds)
    {
        long low = before.Ticks;
        long high = after.Ticks;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (holds(new DateTime(middle, DateTimeKind.Utc)))
                high = middle;
            else
                low = middle;
        }

        return new DateTime(high, DateTimeKind.Utc);
    }

    private static DateTime Shift(DateTime time, long ticks) => new(Math.Clamp(time.Ticks + ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
}

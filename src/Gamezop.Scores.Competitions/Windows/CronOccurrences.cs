using Cronos;

namespace Gamezop.Scores.Competitions;

/// <summary>When a cron expression is due in a time zone, forwards and backwards alike.</summary>
/// <remarks>
/// The rules are Cronos's own: a time that clocks skip is due when they have; a time that comes twice is due the first time, and both times where seconds, minutes
/// or hours are an interval (<c>*</c>, <c>-</c>, <c>/</c>). Cronos 0.13 itself answers differently forwards and backwards around changes of clocks, and at midnight even
/// goes back in time: windows would overlap. So it is asked about the clock on the wall alone.
/// </remarks>
internal sealed class CronOccurrences(CronExpression schedule, bool interval, TimeZoneInfo zone)
{
    private readonly ZoneClock _clock = new(zone);

    public DateTime? After(DateTime utc) => interval ? IntervalAfter(utc) : FixedAfter(utc);

    public DateTime? NotAfter(DateTime utc)
    {
        if (interval)
            return IntervalNotAfter(utc);
        // From the first one that is still ahead one step back on the wall: so both searches always meet.
        DateTime? local = LocalAfter(utc);
        DateTime? start = schedule.GetPreviousOccurrence(local ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc));
        return start is { } known ? _clock.FirstReach(known) : null;
    }

    private DateTime? FixedAfter(DateTime utc) => LocalAfter(utc) is { } local ? _clock.FirstReach(local) : null;

    // The next wall time whose first instant is still ahead: after clocks went back, some have been before.
    private DateTime? LocalAfter(DateTime utc)
    {
        DateTime? local = schedule.GetNextOccurrence(_clock.Local(utc));
        while (local is { } known && _clock.FirstReach(known) <= utc)
            local = schedule.GetNextOccurrence(known);
        return local;
    }

    // Between two changes of clocks wall and instant run side by side.
    private DateTime? IntervalAfter(DateTime utc)
    {
        bool inclusive = false;
        while (schedule.GetNextOccurrence(_clock.Local(utc), inclusive) is { } local)
        {
            DateTime due = local - _clock.OffsetAt(utc);
            if (_clock.NextChange(utc) is not { } change || due < change)
                return due;
            if (SkipsOne(change))
                return change;
            (utc, inclusive) = (change, true);
        }

        return null;
    }

    private DateTime? IntervalNotAfter(DateTime utc)
    {
        while (schedule.GetPreviousOccurrence(_clock.Local(utc), inclusive: true) is { } local)
        {
            DateTime due = local - _clock.OffsetAt(utc);
            if (_clock.LastChange(utc) is not { } change || due >= change)
                return due;
            if (SkipsOne(change))
                return change;
            if (change.Ticks == 0)
                return null;
            utc = change.AddTicks(-1);
        }

        return null;
    }

    private bool SkipsOne(DateTime change) =>
        change.Ticks > 0 && schedule.GetNextOccurrence(_clock.Local(change.AddTicks(-1))) is { } skipped && skipped < _clock.Local(change);
}

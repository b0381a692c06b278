using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>Windows of whole calendar days, ISO weeks or months in a time zone.</summary>
internal sealed class DateCalendar(WindowKind kind, TimeZoneInfo zone) : WindowCalendar
{
    private readonly ZoneClock _clock = new(zone);

    // Most events of a board come in the window of the one before.
    private Found? _last;

    public override bool TryFind(DateTimeOffset instant, out WindowSpan span)
    {
        if (Volatile.Read(ref _last) is { } last && last.Span.Contains(instant))
        {
            span = last.Span;
            return true;
        }

        DateOnly day = FirstDay(DateOnly.FromDateTime(_clock.Local(instant.UtcDateTime)));
        span = SpanOf(day);
        // Where clocks go back over midnight, the local date is for a while that of a day which has ended.
        while (span.HasEnd && span.End <= instant)
            span = SpanOf(day = Following(day));
        Volatile.Write(ref _last, new Found(span));
        return true;
    }

    public override bool TryFind(string key, out WindowSpan span)
    {
        span = default;
        if (ParseKey(key) is not { } day)
            return false;
        span = SpanOf(day);
        // A date that a time zone left out has no instant.
        return span.Key == key && span.Start < span.End;
    }

    private WindowSpan SpanOf(DateOnly day)
    {
        // The first and the last days of the calendar have no midnight on one of their sides.
        DateTimeOffset start = day == DateOnly.MinValue ? DateTimeOffset.MinValue : new DateTimeOffset(_clock.FirstReach(day.ToDateTime(TimeOnly.MinValue)));
        DateOnly next = Following(day);
        DateTimeOffset end = next == day ? DateTimeOffset.MaxValue : new DateTimeOffset(_clock.FirstReach(next.ToDateTime(TimeOnly.MinValue)));
        return new WindowSpan(KeyOf(day), start, end);
    }

    private DateOnly FirstDay(DateOnly date) => kind switch
    {
        WindowKind.Weekly => date.AddDays(-Math.Min((((int)date.DayOfWeek) + 6) % 7, date.DayNumber)),
        WindowKind.Monthly => new DateOnly(date.Year, date.Month, 1),
        _ => date,
    };

    private DateOnly Following(DateOnly first)
    {
        int days = kind switch
        {
            WindowKind.Weekly => 7,
            WindowKind.Monthly => DateTime.DaysInMonth(first.Year, first.Month),
            _ => 1,
        };
        return first.DayNumber + days > DateOnly.MaxValue.DayNumber ? first : first.AddDays(days);
    }

    private string KeyOf(DateOnly first) => kind switch
    {
        WindowKind.Weekly => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(first):0000}-W{ISOWeek.GetWeekOfYear(first):00}"),
        WindowKind.Monthly => first.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private DateOnly? ParseKey(string key)
    {
        if (kind != WindowKind.Weekly)
            return DateOnly.TryParseExact(key, kind == WindowKind.Monthly ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;
        return key is { Length: 8 } && key[4] == '-' && key[5] == 'W'
            && int.TryParse(key.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is > 0 and < 9999
            && int.TryParse(key.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int week) && week >= 1 && week <= ISOWeek.GetWeeksInYear(year)
            ? ISOWeek.ToDateOnly(year, week, DayOfWeek.Monday)
            : null;
    }

    private sealed record Found(WindowSpan Span);
}

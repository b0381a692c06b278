namespace Gamezop.Scores.Competitions;

/// <summary>Windows between the occurrences of a cron expression.</summary>
internal sealed class CronCalendar(CronOccurrences occurrences) : WindowCalendar
{
    // Most events of a board come in the window of the one before.
    private Found? _last;

    public override bool TryFind(DateTimeOffset instant, out WindowSpan span)
    {
        if (Volatile.Read(ref _last) is { } last && last.Span.Contains(instant))
        {
            span = last.Span;
            return true;
        }

        DateTime utc = instant.UtcDateTime;
        if (occurrences.NotAfter(utc) is not { } start)
        {
            span = default;
            return false;
        }

        // A schedule that has no further occurrence leaves its last window open.
        DateTimeOffset end = occurrences.After(utc) is { } next ? new DateTimeOffset(next) : DateTimeOffset.MaxValue;
        var from = new DateTimeOffset(start);
        span = new WindowSpan(WindowSpan.KeyOf(from), from, end);
        Volatile.Write(ref _last, new Found(span));
        return true;
    }

    public override bool TryFind(string key, out WindowSpan span)
    {
        if (WindowSpan.TryParseKey(key, out DateTimeOffset start) && TryFind(start, out span) && span.Start == start)
            return true;
        span = default;
        return false;
    }

    private sealed record Found(WindowSpan Span);
}

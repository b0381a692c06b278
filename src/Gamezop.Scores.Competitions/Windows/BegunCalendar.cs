namespace Gamezop.Scores.Competitions;

/// <summary>
/// Windows that have begun keep their bounds when a time zone gets new rules. The other ones follow the rules; the neighbours of those that have begun reach up to them, so that there is neither a
/// gap nor an overlap.
/// </summary>
/// <param name="rules">The windows by the present rules.</param>
/// <param name="begun">Those that have begun with other bounds, by start.</param>
/// <param name="keyIsStart">Whether a window's key is its start.</param>
internal sealed class BegunCalendar(WindowCalendar rules, IReadOnlyList<WindowSpan> begun, bool keyIsStart) : WindowCalendar
{
    private readonly DateTimeOffset[] _starts = [.. begun.Select(span => span.Start)];
    private readonly HashSet<string> _keys = [.. begun.Select(span => span.Key)];

    public static WindowCalendar Create(WindowCalendar rules, LeaderboardWindow window, IEnumerable<WindowSpan> begun)
    {
        // As a rule there is none.
        WindowSpan[] others = [.. begun.Where(span => !rules.TryFind(span.Key, out WindowSpan now) || now != span).OrderBy(span => span.Start)];
        return others.Length == 0 || window.Kind is WindowKind.AllTime or WindowKind.Range ? rules : new BegunCalendar(rules, others, keyIsStart: window.Kind == WindowKind.Cron);
    }

    public override bool TryFind(DateTimeOffset instant, out WindowSpan span)
    {
        int i = Array.BinarySearch(_starts, instant);
        if (i < 0)
            i = ~i - 1;
        if (i >= 0 && begun[i].Contains(instant))
        {
            span = begun[i];
            return true;
        }

        WindowSpan? before = i >= 0 ? begun[i] : null;
        WindowSpan? after = i + 1 < begun.Count ? begun[i + 1] : null;
        if (!rules.TryFind(instant, out span))
            return false;
        // What the rules leave of a window that has begun otherwise belongs to its neighbour.
        while (_keys.Contains(span.Key))
            if (!(before is null ? span.HasStart && rules.TryFind(span.Start.AddTicks(-1), out span) : span.HasEnd && rules.TryFind(span.End, out span)))
                return false;
        span = Fit(span, before, after);
        return true;
    }

    public override bool TryFind(string key, out WindowSpan span)
    {
        foreach (WindowSpan known in begun)
            if (known.Key == key)
            {
                span = known;
                return true;
            }

        if (keyIsStart)
            return WindowSpan.TryParseKey(key, out DateTimeOffset start) && TryFind(start, out span) && span.Start == start || None(out span);
        if (!rules.TryFind(key, out WindowSpan plain))
            return None(out span);
        // Its beginning may belong to one that has begun otherwise.
        DateTimeOffset inside = plain.Start;
        while (inside < plain.End && TryFind(inside, out span))
        {
            if (span.Key == key)
                return true;
            inside = span.End;
        }

        return None(out span);
    }

    private static bool None(out WindowSpan span)
    {
        span = default;
        return false;
    }

    private WindowSpan Fit(WindowSpan span, WindowSpan? before, WindowSpan? after)
    {
        DateTimeOffset start = span.Start;
        while (start > before?.End && rules.TryFind(start.AddTicks(-1), out WindowSpan replaced) && _keys.Contains(replaced.Key))
            start = replaced.Start;
        // What is left of replaced windows belongs to the next one behind one that has begun, and to the one before elsewhere.
        start = start <= before?.End ? before.Value.End : start;
        DateTimeOffset end = span.End;
        while (end < after?.Start && rules.TryFind(end, out WindowSpan replaced) && _keys.Contains(replaced.Key))
            end = replaced.End;
        DateTimeOffset own = before is null ? end : span.End;
        end = end >= after?.Start ? after.Value.Start : own;
        return new WindowSpan(keyIsStart && start != span.Start ? WindowSpan.KeyOf(start) : span.Key, start, end);
    }
}

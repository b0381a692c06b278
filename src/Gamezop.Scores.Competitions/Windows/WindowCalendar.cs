namespace Gamezop.Scores.Competitions;

/// <summary>Finds the windows of one board. Every instant lies in at most one window, and where windows follow each other the end of one is the start of the next.</summary>
internal abstract class WindowCalendar
{
    public static WindowCalendar Create(LeaderboardWindow window, TimeZoneInfo zone) => window.Kind switch
    {
        WindowKind.AllTime => new SingleWindowCalendar(new WindowSpan("all", DateTimeOffset.MinValue, DateTimeOffset.MaxValue)),
        WindowKind.Range => new SingleWindowCalendar(new WindowSpan(WindowSpan.KeyOf(window.From), window.From, window.To)),
        WindowKind.Cron => new CronCalendar(new CronOccurrences(window.Schedule!, window.IsInterval, zone)),
        _ => new DateCalendar(window.Kind, zone),
    };

    /// <summary>The window that holds an instant.</summary>
    public abstract bool TryFind(DateTimeOffset instant, out WindowSpan span);

    /// <summary>The window of a key, if there is one.</summary>
    public abstract bool TryFind(string key, out WindowSpan span);

    /// <summary>What <c>current</c> means at an instant.</summary>
    public virtual bool TryFindCurrent(DateTimeOffset now, out WindowSpan span) => TryFind(now, out span);

    /// <summary>What <c>previous</c> means at an instant.</summary>
    public bool TryFindPrevious(DateTimeOffset now, out WindowSpan span)
    {
        if (TryFindCurrent(now, out span) && span.HasStart && TryFind(span.Start.AddTicks(-1), out WindowSpan previous))
        {
            span = previous;
            return true;
        }

        span = default;
        return false;
    }

    /// <summary>The latest end of a window that lies before an instant.</summary>
    public virtual DateTimeOffset? LastEndBefore(DateTimeOffset instant) =>
        instant > DateTimeOffset.MinValue && TryFind(instant.AddTicks(-1), out WindowSpan span) && span.HasStart ? span.Start : null;
}

namespace Gamezop.Scores.Competitions;

internal sealed class SingleWindowCalendar(WindowSpan window) : WindowCalendar
{
    public override bool TryFind(DateTimeOffset instant, out WindowSpan span)
    {
        // The last tick of time is inside too where there is no end.
        bool found = window.Contains(instant) || (!window.HasEnd && instant >= window.Start);
        span = found ? window : default;
        return found;
    }

    public override bool TryFind(string key, out WindowSpan span)
    {
        bool found = key == window.Key;
        span = found ? window : default;
        return found;
    }

    public override bool TryFindCurrent(DateTimeOffset now, out WindowSpan span)
    {
        span = window;
        return true;
    }

    public override DateTimeOffset? LastEndBefore(DateTimeOffset instant) => window.End < instant ? window.End : null;
}

using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>One window: from <paramref name="Start"/> up to, and without, <paramref name="End"/>; the ends of time where it has none.</summary>
internal readonly record struct WindowSpan(string Key, DateTimeOffset Start, DateTimeOffset End)
{
    public bool HasEnd => End != DateTimeOffset.MaxValue;

    public bool HasStart => Start != DateTimeOffset.MinValue;

    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    public static string KeyOf(DateTimeOffset start) => start.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}

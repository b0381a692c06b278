using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>One window: from <paramref name="Start"/> up to, and without, <paramref name="End"/>; the ends of time where it has none.</summary>
internal readonly record struct WindowSpan(string Key, DateTimeOffset Start, DateTimeOffset End)
{
    public bool HasEnd => End != DateTimeOffset.MaxValue;

    public bool HasStart => Start != DateTimeOffset.MinValue;

    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    public static string KeyOf(DateTimeOffset start) => start.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a key that is a start. At the ends of the calendar there are no wall clocks to ask.</summary>
    public static bool TryParseKey(string key, out DateTimeOffset start) =>
        DateTimeOffset.TryParseExact(key, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out start) && start.Year is > 1 and < 9999;
}

using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the texts of settings, with errors that name the path.</summary>
internal static class SettingText
{
    /// <exception cref="FormatException">The text cannot be read.</exception>
    public static T Read<T>(string? text, T otherwise, string path, string member, Func<string, T> parse)
    {
        if (string.IsNullOrWhiteSpace(text))
            return otherwise;
        try
        {
            return parse(text.Trim());
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new FormatException($"{path}:{member} is '{text}': {exception.Message}", exception);
        }
    }

    // A number would be taken for a member without a name, and several names for one that is their sum.
    public static T Enumeration<T>(string text)
        where T : struct, Enum =>
        !text.All(char.IsAsciiLetter) || !Enum.TryParse(text, ignoreCase: true, out T value) || !Enum.IsDefined(value)
            ? throw new FormatException($"it must be one of {string.Join(", ", Enum.GetNames<T>())}.")
            : value;

    public static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    /// <summary>What is wrong with the kept id of a time zone, as the rest of a sentence; null for nothing. Systems forget ids: <c>US/Eastern</c> has moved to a package of its own in some.</summary>
    public static string? UnknownZone(string? id) =>
        string.IsNullOrWhiteSpace(id) || TimeZoneInfo.TryFindSystemTimeZoneById(id.Trim(), out _) ? null : $"TimeZone is '{id}', which this system does not know (any more)";

    /// <summary>The id under which a time zone is kept: the IANA one, since a system may not know that of Windows.</summary>
    public static string Of(TimeZoneInfo zone) => !zone.HasIanaId && TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out string? iana) ? iana : zone.Id;

    // The framework's own reading takes "90" for 90 days, and "24:00:00" for 24 of them.
    public static bool IsSpan(string text) => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out _);

    public static TimeSpan Span(string text) => IsSpan(text)
        ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture)
        : throw new FormatException("it must be a time like 01:30:00, of more than a day like 7.00:00:00.");

    public static int Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException("it must be a whole number like 100.");

    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw new FormatException("it must be a number like 12.5.");

    public static decimal Amount(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
            ? amount
            : throw new FormatException("it must be a number like 12.5.");

    public static void CheckId(string? id, string path)
    {
        if (string.IsNullOrEmpty(id))
            throw new FormatException($"{path}:Id is missing.");
    }

    // An instant without an offset would mean another time on another machine.
    public static DateTimeOffset Instant(string text) =>
        (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
        && DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? instant.ToUniversalTime()
            : throw new FormatException("it must be an ISO 8601 instant with an offset, e.g. 2026-11-23T12:00:00Z.");

    public static string Of(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string Of(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    public static string Of(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Gamezop.Scores;

/// <summary>How times are written in the configuration.</summary>
internal static class SettingTimes
{
    // The framework's own reading takes "1" for a day, and "24:00:00" for 24 of them.
    public static bool IsTime(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out _);
}

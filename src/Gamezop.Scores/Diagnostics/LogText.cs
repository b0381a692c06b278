using System.Globalization;
using System.Text;

namespace Gamezop.Scores;

/// <summary>
/// Makes a sender's text fit for a log line: it can't begin a new line, steer a terminal, turn the direction of what follows, or be long.
/// </summary>
internal static class LogText
{
    /// <summary>How much of a text is shown, in UTF-16 code units.</summary>
    private const int MaxLength = 64;

    /// <summary>The text with everything that is not visible, and the backslash, written as an escape.</summary>
    public static string Escape(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('\\', StringComparison.Ordinal))
            return text;
        var escaped = new StringBuilder();
        var rest = text.AsSpan(0, Math.Min(text.Length, MaxLength));
        while (Rune.DecodeFromUtf16(rest, out var rune, out var length) is var decoded && length > 0)
        {
            if (rune.Value == '\\')
                escaped.Append(@"\\");
            else if (decoded == System.Buffers.OperationStatus.Done && IsVisible(rune))
                escaped.Append(rest[..length]);
            else
                AppendEscape(escaped, rest[..length]);
            rest = rest[length..];
        }

        return text.Length > MaxLength ? escaped.Append('…').ToString() : escaped.ToString();
    }

    private static bool IsVisible(Rune rune) => rune.Value == ' ' || (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));

    private static void AppendEscape(StringBuilder escaped, ReadOnlySpan<char> units)
    {
        foreach (var unit in units)
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
    }
}

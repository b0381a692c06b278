using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Reads numbers, also those that come as JSON strings. Times are exact to the tick (100 ns): they never go through a double.</summary>
/// <remarks>Each reading method answers what is wrong, or null.</remarks>
internal static class JsonNumbers
{
    private static readonly long MaxUnixTicks = DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks;

    public static string? ReadScore(ref Utf8JsonReader json, out double score)
    {
        score = 0;
        if (!TryGetText(ref json, out ReadOnlySpan<byte> text))
            return ScoreRules.NotANumber;
        if (TryGetWhole(text, out long whole))
            score = whole;
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out score) || !double.IsFinite(score))
            return ScoreRules.OutOfRange;
        return null;
    }

    public static string? ReadTimestamp(ref Utf8JsonReader json, out DateTimeOffset timestamp)
    {
        timestamp = default;
        string? reason = ReadTime(ref json, ScoreRules.LeastMilliseconds, MaxUnixTicks, out long ticks);
        if (reason is null)
            timestamp = new DateTimeOffset(DateTime.UnixEpoch.Ticks + ticks, TimeSpan.Zero);
        return reason;
    }

    public static string? ReadDuration(ref Utf8JsonReader json, out TimeSpan duration)
    {
        string? reason = ReadTime(ref json, leastMilliseconds: 0, long.MaxValue, out long ticks);
        duration = new TimeSpan(ticks);
        return reason;
    }

    /// <param name="json">On the value.</param>
    /// <param name="leastMilliseconds">The number is milliseconds from this value on; below it is seconds.</param>
    /// <param name="maxTicks">The largest result.</param>
    /// <param name="ticks">The result; what is finer than a tick is rounded to the nearest, half to even.</param>
    private static string? ReadTime(ref Utf8JsonReader json, long leastMilliseconds, long maxTicks, out long ticks)
    {
        ticks = 0;
        if (!TryGetText(ref json, out ReadOnlySpan<byte> text))
            return ScoreRules.NotANumber;

        decimal number;
        if (TryGetWhole(text, out long whole))
        {
            long ticksPerUnit = whole >= leastMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond;
            if (whole <= maxTicks / ticksPerUnit)
            {
                ticks = whole * ticksPerUnit;
                return null;
            }

            return ScoreRules.OutOfRange;
        }

        // The syntax is a number's already: what decimal refuses is too large for it, and so for any time.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return text[0] == '-' ? ScoreRules.Negative : ScoreRules.OutOfRange;
        if (number < 0)
            return ScoreRules.Negative;

        decimal unit = number >= leastMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond;
        if (number > maxTicks / unit)
            return ScoreRules.OutOfRange;
        decimal rounded = decimal.Round(number * unit);
        if (rounded > maxTicks)
            return ScoreRules.OutOfRange;
        ticks = (long)rounded;
        return null;
    }

    /// <summary>The digits, where the value is a number or a string that holds nothing but a number in JSON's own syntax.</summary>
    private static bool TryGetText(ref Utf8JsonReader json, out ReadOnlySpan<byte> text)
    {
        text = json.ValueSpan;
        if (json.TokenType is JsonTokenType.Number)
            return true;
        if (json.TokenType is not JsonTokenType.String)
            return false;
        if (json.ValueIsEscaped)
            text = TextRules.Check(ref json) is null ? Encoding.UTF8.GetBytes(json.GetString()!) : [];
        return IsNumber(text);
    }

    /// <summary>The usual case, made fast: up to 18 digits and nothing else.</summary>
    private static bool TryGetWhole(ReadOnlySpan<byte> text, out long whole)
    {
        whole = 0;
        if (text.Length > 18)
            return false;
        foreach (byte unit in text)
        {
            uint digit = (uint)unit - '0';
            if (digit > 9)
                return false;
            whole = (whole * 10) + digit;
        }

        return true;
    }

    /// <summary>RFC 8259, section 6: <c>-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?</c>.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("-"u8))
            text = text[1..];
        int digits = CountDigits(text);
        if (digits == 0 || (digits > 1 && text[0] == '0'))
            return false;
        text = text[digits..];

        if (text.StartsWith("."u8))
        {
            digits = CountDigits(text[1..]);
            if (digits == 0)
                return false;
            text = text[(1 + digits)..];
        }

        if (text.IsEmpty)
            return true;
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        text = text[1..];
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
            text = text[1..];
        return !text.IsEmpty && CountDigits(text) == text.Length;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}

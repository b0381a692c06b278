using System.Buffers.Text;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Finds text that databases refuse, lone surrogates and U+0000: one such event would poison a whole batch.</summary>
internal static class TextRules
{
    /// <summary>Checks a token's text. What is not escaped is fine already: valid UTF-8 holds no surrogates, and JSON no raw U+0000.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Check(ref Utf8JsonReader json) => json.ValueIsEscaped ? CheckEscaped(json.ValueSpan) : null;

    /// <summary>Checks text that did not come through the reader.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Check(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
            return ScoreRules.NulCharacter;
        for (int at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return ScoreRules.LoneSurrogate;
            at++;
        }

        return null;
    }

    /// <summary>Walks over the reader's current value and all inside it.</summary>
    /// <param name="json">On the value's first token; afterwards on its last.</param>
    /// <param name="level">How many objects and arrays the value stands in, outside this reader.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? CheckValue(ref Utf8JsonReader json, int level)
    {
        int outside = json.CurrentDepth;
        do
        {
            string? reason = json.TokenType switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray when json.CurrentDepth + level >= ScoreRules.MaxDepth => ScoreRules.TooDeep,
                JsonTokenType.String or JsonTokenType.PropertyName => Check(ref json),
                _ => null,
            };
            if (reason is not null)
                return reason;
        }
        while ((json.CurrentDepth > outside || json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && json.Read());

        return null;
    }

    private static string? CheckEscaped(ReadOnlySpan<byte> text)
    {
        bool pair = false;
        while (true)
        {
            int at = text.IndexOf((byte)'\\');
            if (pair && (at != 0 || text[1] != 'u'))
                return ScoreRules.LoneSurrogate;
            if (at < 0)
                return null;
            text = text[at..];
            if (text[1] != 'u')
            {
                text = text[2..];
                continue;
            }

            // The reader has seen to it that four hex digits follow.
            _ = Utf8Parser.TryParse(text.Slice(2, 4), out ushort unit, out _, 'x');
            text = text[6..];
            if (unit == 0)
                return ScoreRules.NulCharacter;
            if (pair != char.IsLowSurrogate((char)unit))
                return ScoreRules.LoneSurrogate;
            pair = char.IsHighSurrogate((char)unit);
        }
    }
}

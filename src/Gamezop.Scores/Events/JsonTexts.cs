using System.Text;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Reads text that has no lone surrogate and no U+0000 in it.</summary>
/// <remarks>Each reading method answers what is wrong, or null.</remarks>
internal static class JsonTexts
{
    /// <param name="json">On the value; a number is taken as it is written.</param>
    /// <param name="shared">Whether the same text comes again and again.</param>
    /// <param name="text">The text; without meaning where something is wrong.</param>
    public static string? ReadIdentifier(ref Utf8JsonReader json, bool shared, out string? text)
    {
        if (json.TokenType is JsonTokenType.Number)
        {
            text = Get(ref json, shared);
        }
        else if (Read(ref json, shared, out text) is { } reason)
        {
            return reason == ScoreRules.NotText ? ScoreRules.NotTextOrNumber : reason;
        }

        return text!.Length > ScoreRules.MaxIdentifierLength ? ScoreRules.TooLong : null;
    }

    public static string? ReadState(ref Utf8JsonReader json, out string? state)
    {
        state = json.TokenType is JsonTokenType.String && !json.ValueIsEscaped ? GameStates.Find(json.ValueSpan) : null;
        return state is null ? Read(ref json, shared: true, out state) : null;
    }

    public static string? Read(ref Utf8JsonReader json, bool shared, out string? text)
    {
        text = null;
        if (json.TokenType is JsonTokenType.Null)
            return ScoreRules.Null;
        if (json.TokenType is not JsonTokenType.String)
            return ScoreRules.NotText;
        if (json.ValueSpan.IsEmpty)
            return ScoreRules.Empty;
        if (TextRules.Check(ref json) is { } reason)
            return reason;
        text = Get(ref json, shared);
        return null;
    }

    public static bool IsNullOrEmpty(ref Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.Null || (json.TokenType is JsonTokenType.String && json.ValueSpan.IsEmpty);

    private static string Get(ref Utf8JsonReader json, bool shared)
    {
        if (json.ValueIsEscaped)
            return json.GetString()!;
        return shared ? SharedStrings.Get(json.ValueSpan) : Encoding.UTF8.GetString(json.ValueSpan);
    }
}

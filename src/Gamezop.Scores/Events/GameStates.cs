using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>The states' names on the wire. They are case-sensitive.</summary>
internal static class GameStates
{
    public const string Unknown = "unknown";

    public static GameState Parse(string? text) => text switch
    {
        "loaded" => GameState.Loaded,
        "start" => GameState.Start,
        "playing" => GameState.Playing,
        "levelup" => GameState.LevelUp,
        "over" => GameState.Over,
        _ => GameState.Unknown,
    };

    public static string Name(GameState state) => state switch
    {
        GameState.Loaded => "loaded",
        GameState.Start => "start",
        GameState.Playing => "playing",
        GameState.LevelUp => "levelup",
        GameState.Over => "over",
        _ => Unknown,
    };

    /// <summary>The state of a body that is a score event, without parsing all of it; null where it is not one of the known ones.</summary>
    public static GameState? FindIn(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, isFinalBlock: true, state: default);
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth != 1 || json.TokenType is not JsonTokenType.PropertyName || !json.ValueTextEquals("state"u8))
                    continue;
                return json.Read() && json.TokenType is JsonTokenType.String && Find(json.ValueSpan) is { } name ? Parse(name) : null;
            }
        }
        catch (JsonException)
        {
            // Whoever parses it says what is wrong with it.
        }

        return null;
    }

    /// <summary>The name as the one instance that all events share, or null when the text is no known state.</summary>
    public static string? Find(ReadOnlySpan<byte> text) => text.Length switch
    {
        4 when text.SequenceEqual("over"u8) => "over",
        5 when text.SequenceEqual("start"u8) => "start",
        6 when text.SequenceEqual("loaded"u8) => "loaded",
        7 when text.SequenceEqual("playing"u8) => "playing",
        7 when text.SequenceEqual("levelup"u8) => "levelup",
        _ => null,
    };
}

using System.Text.Json;

namespace Gamezop.Scores.Testing;

/// <summary>What a game page says happened.</summary>
internal sealed record PageEvent(string Session, int Play, GameState State, double Score, TimeSpan Duration)
{
    private const int MaxPlays = 1_000;

    /// <summary>Reads <c>{"session","play","state","score","duration"}</c>.</summary>
    /// <returns>Null when it says what no game can say.</returns>
    public static PageEvent? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2 });
            JsonElement root = document.RootElement;
            PageEvent said = new(
                root.GetProperty("session").GetString() ?? "",
                root.GetProperty("play").GetInt32(),
                ToState(root.GetProperty("state").GetString()),
                root.GetProperty("score").GetDouble(),
                TimeSpan.FromMilliseconds(root.GetProperty("duration").GetInt32()));
            return said.IsPossible() ? said : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private bool IsPossible() =>
        Play is >= 1 and <= MaxPlays
        && Duration >= TimeSpan.Zero
        && double.IsFinite(Score)
        && State switch
        {
            GameState.Unknown => false,
            GameState.Loaded or GameState.Start => Score == 0 && Duration == TimeSpan.Zero,
            _ => true,
        };

    private static GameState ToState(string? text) => text switch
    {
        "loaded" => GameState.Loaded,
        "start" => GameState.Start,
        "playing" => GameState.Playing,
        "levelup" => GameState.LevelUp,
        "over" => GameState.Over,
        _ => GameState.Unknown,
    };
}

using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Reads the payloads of PROTOCOL's section 5.</summary>
internal static class BroadcastReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    public static ScoreBroadcast? Read(string? json)
    {
        if (json is null || json.Length > ScoreBroadcast.MaxLength)
            return null;
        try
        {
            JsonElement payload = JsonElement.Parse(json, Options);
            if (payload.ValueKind is JsonValueKind.String)
                payload = JsonElement.Parse(payload.GetString()!, Options);
            return Read(payload);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, or text with a lone surrogate, which the reader reports in either of the latter ways.
            return null;
        }
    }

    private static ScoreBroadcast? Read(JsonElement payload)
    {
        if (payload.Member("state") is { ValueKind: JsonValueKind.String } state && state.Text() is { } rawState)
        {
            return new ScoreBroadcast(payload)
            {
                State = GameStates.Parse(rawState),
                RawState = rawState,
                Score = payload.Member("score").Number(),
                Duration = ReadDuration(payload.Member("duration")),
                GameCode = payload.Member("gameCode").Text(),
                GamePlayId = payload.Member("gamePlayId").Text(),
                Leaderboard = ReadLeaderboard(payload.Member("leaderboard")),
            };
        }

        return payload.Member("event") is { ValueKind: JsonValueKind.String } name && name.Text() is { } text
            ? new ScoreBroadcast(payload) { Event = text }
            : null;
    }

    private static TimeSpan? ReadDuration(JsonElement duration) =>
        duration.Number() is { } milliseconds && milliseconds >= 0 && milliseconds < TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static ScoreBroadcastLeaderboard? ReadLeaderboard(JsonElement leaderboard) =>
        leaderboard.ValueKind is JsonValueKind.Object
            ? new ScoreBroadcastLeaderboard(leaderboard.Member("id").Text(), leaderboard.Member("name").Text(), leaderboard.Member("description").Text())
            : null;
}

using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Writes Gamezop's score object, and nothing that the reader would refuse.</summary>
internal static class ScoreEventWriter
{
    public static void Write(Utf8JsonWriter json, ScoreEvent scoreEvent)
    {
        Check(scoreEvent);

        json.WriteStartObject();
        json.WriteString("gameCode"u8, scoreEvent.GameCode);
        json.WriteString("sessionId"u8, scoreEvent.SessionId);
        json.WriteString("gamePlayId"u8, scoreEvent.GamePlayId);
        json.WriteNumber("timestamp"u8, ToUnixTime(scoreEvent.Timestamp));
        json.WriteNumber("score"u8, scoreEvent.Score);
        if (scoreEvent.LeaderboardId is not null)
            json.WriteString("leaderboardId"u8, scoreEvent.LeaderboardId);
        json.WriteString("subId"u8, scoreEvent.SubId);
        if (scoreEvent.Country is not null)
            json.WriteString("country"u8, scoreEvent.Country);
        if (scoreEvent.Duration is { } duration)
            json.WriteNumber("duration"u8, (decimal)duration.Ticks / TimeSpan.TicksPerMillisecond);
        json.WriteString("state"u8, scoreEvent.RawState);
        foreach ((string name, JsonElement value) in scoreEvent.AdditionalMembers)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    // Decimal divides exactly here: at most seven digits after the point.
    private static decimal ToUnixTime(DateTimeOffset timestamp)
    {
        long ticks = timestamp.UtcTicks - DateTime.UnixEpoch.Ticks;
        return (decimal)ticks / (ticks >= ScoreRules.LeastMilliseconds * TimeSpan.TicksPerMillisecond ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond);
    }

    private static void Check(ScoreEvent scoreEvent)
    {
        CheckIdentifier(ScoreMember.GameCode, scoreEvent.GameCode);
        CheckIdentifier(ScoreMember.SessionId, scoreEvent.SessionId);
        CheckIdentifier(ScoreMember.GamePlayId, scoreEvent.GamePlayId);
        if (scoreEvent.Timestamp < DateTimeOffset.UnixEpoch)
            throw Error(ScoreMember.Timestamp, ScoreRules.Negative);
        if (!double.IsFinite(scoreEvent.Score))
            throw Error(ScoreMember.Score, ScoreRules.OutOfRange);
        if (scoreEvent.LeaderboardId is not null)
            CheckIdentifier(ScoreMember.LeaderboardId, scoreEvent.LeaderboardId);
        CheckIdentifier(ScoreMember.SubId, scoreEvent.SubId);
        if (scoreEvent.Country is not null)
            CheckText(ScoreMember.Country, scoreEvent.Country);
        if (scoreEvent.Duration < TimeSpan.Zero)
            throw Error(ScoreMember.Duration, ScoreRules.Negative);
        CheckText(ScoreMember.State, scoreEvent.RawState);
        foreach ((string name, JsonElement value) in scoreEvent.AdditionalMembers)
            CheckAdditional(name, value);
    }

    private static void CheckIdentifier(ScoreMember member, string? text)
    {
        CheckText(member, text);
        if (text!.Length > ScoreRules.MaxIdentifierLength)
            throw Error(member, ScoreRules.TooLong);
    }

    private static void CheckText(ScoreMember member, string? text)
    {
        string? reason = text switch
        {
            null => ScoreRules.Null,
            "" => ScoreRules.Empty,
            _ => TextRules.Check(text),
        };
        if (reason is not null)
            throw Error(member, reason);
    }

    private static void CheckAdditional(string name, JsonElement value)
    {
        if (ScoreMembers.IsKnown(name))
            throw new ScoreFormatException(new(name, ScoreRules.NotAdditional));
        if (TextRules.Check(name) is { } nameReason)
            throw new ScoreFormatException(ScoreRules.OfName(nameReason));

        // The element may come from a document that was read with comments or trailing commas: they are not written.
        Utf8JsonReader json = new(
            JsonMarshal.GetRawUtf8Value(value),
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        json.Read();
        if (TextRules.CheckValue(ref json, level: 1) is { } reason)
            throw new ScoreFormatException(ScoreRules.OfAdditional(name, reason));
    }

    private static ScoreFormatException Error(ScoreMember member, string reason) => new(new(ScoreMembers.Name(member), reason));
}

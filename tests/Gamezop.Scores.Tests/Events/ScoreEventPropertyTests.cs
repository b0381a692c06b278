using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Gamezop.Scores.Tests.Events;

public sealed class ScoreEventPropertyTests
{
    private const int Iterations = 2_000;

    [Fact]
    public void What_is_written_is_read_as_the_same_event() => ScoreEventGen.Event.Sample(
        scoreEvent =>
        {
            byte[] json = scoreEvent.ToUtf8Json();
            ScoreEvent parsed = ScoreEvent.Parse(json);
            ScoreEvent deserialized = JsonSerializer.Deserialize<ScoreEvent>(JsonSerializer.SerializeToUtf8Bytes(scoreEvent))!;

            parsed.Should().Be(scoreEvent);
            deserialized.Should().Be(scoreEvent);
            parsed.GetHashCode().Should().Be(scoreEvent.GetHashCode());
            parsed.GetEventId().Should().Be(scoreEvent.GetEventId());
            parsed.ToUtf8Json().Should().Equal(json);
        },
        iter: Iterations,
        threads: 1);

    [Fact]
    public void Numbers_as_text_give_the_same_event_and_id() => ScoreEventGen.Event.Sample(
        scoreEvent =>
        {
            JsonObject payload = JsonNode.Parse(scoreEvent.ToUtf8Json(), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = true })!.AsObject();
            payload["score"] = scoreEvent.Score.ToString("E20", CultureInfo.InvariantCulture);
            payload["timestamp"] = payload["timestamp"]!.ToJsonString();
            payload["duration"] = payload["duration"]?.ToJsonString();

            ScoreEvent parsed = ScoreEvent.Parse(JsonSerializer.SerializeToUtf8Bytes(payload));

            parsed.Should().Be(scoreEvent);
            parsed.GetEventId().Should().Be(scoreEvent.GetEventId());
        },
        iter: Iterations,
        threads: 1);

    [Fact]
    public void Event_id_depends_on_each_of_its_parts() => ScoreEventGen.Event.Sample(
        scoreEvent =>
        {
            ScoreEvent[] others =
            [
                scoreEvent with { GameCode = scoreEvent.GameCode + "x" },
                scoreEvent with { SessionId = scoreEvent.SessionId + "x" },
                scoreEvent with { GamePlayId = scoreEvent.GamePlayId + "x" },
                scoreEvent with { SubId = scoreEvent.SubId + "x" },
                scoreEvent with { LeaderboardId = scoreEvent.LeaderboardId + "x" },
                scoreEvent with { RawState = scoreEvent.RawState + "x" },
                scoreEvent with { Timestamp = scoreEvent.Timestamp.AddTicks(scoreEvent.Timestamp == DateTimeOffset.MaxValue ? -1 : 1) },
                scoreEvent with { Score = scoreEvent.Score == 1 ? 2 : 1 },
                scoreEvent with { Duration = scoreEvent.Duration is null ? TimeSpan.Zero : null },
            ];

            others.Append(scoreEvent).Select(other => other.GetEventId()).Should().OnlyHaveUniqueItems();
            (scoreEvent with { Country = "XX", AdditionalMembers = new Dictionary<string, JsonElement>() }).GetEventId().Should().Be(scoreEvent.GetEventId());
        },
        iter: 200,
        threads: 1);
}

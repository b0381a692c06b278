using System.Globalization;
using System.Text.Json;

namespace Gamezop.Scores.Tests.Events;

public sealed class ScoreEventCorpusTests
{
    public static TheoryData<string> ValidPayloads => [.. Corpus.Names("valid")];

    public static TheoryData<string> InvalidPayloads => [.. Corpus.Names("invalid")];

    [Theory]
    [MemberData(nameof(ValidPayloads))]
    public void Valid_payload_is_read_as_expected_through_every_door(string name)
    {
        byte[] payload = Corpus.Read("valid", name);

        ScoreEvent.TryParse(payload, out ScoreEvent? scoreEvent, out ScoreFormatError? error).Should().BeTrue(error?.ToString());
        error.Should().BeNull();
        ShouldBe(scoreEvent!, Corpus.Expected("valid", name));
        ScoreEvent.Parse(payload).Should().Be(scoreEvent);
        // A stream, because System.Text.Json takes a byte order mark only there.
        JsonSerializer.Deserialize<ScoreEvent>(new MemoryStream(payload)).Should().Be(scoreEvent);
    }

    [Theory]
    [MemberData(nameof(ValidPayloads))]
    public void Valid_payload_survives_the_round_trip(string name)
    {
        ScoreEvent scoreEvent = ScoreEvent.Parse(Corpus.Read("valid", name));

        ScoreEvent again = ScoreEvent.Parse(scoreEvent.ToUtf8Json());

        again.Should().Be(scoreEvent);
        again.GetEventId().Should().Be(scoreEvent.GetEventId());
        again.AdditionalMembers.Select(member => (member.Key, member.Value.ToString()))
            .Should().Equal(scoreEvent.AdditionalMembers.Select(member => (member.Key, member.Value.ToString())), "they are written as they came, in their order");
    }

    [Theory]
    [MemberData(nameof(InvalidPayloads))]
    public void Invalid_payload_gives_its_error_through_every_door(string name)
    {
        byte[] payload = Corpus.Read("invalid", name);
        JsonElement expected = Corpus.Expected("invalid", name);
        ScoreFormatError expectedError = new(expected.GetProperty("member").GetString(), expected.GetProperty("reason").GetString()!);

        ScoreEvent.TryParse(payload, out ScoreEvent? scoreEvent, out ScoreFormatError? error).Should().BeFalse();
        scoreEvent.Should().BeNull();
        error.Should().Be(expectedError);

        FluentActions.Invoking(() => ScoreEvent.Parse(payload)).Should().Throw<ScoreFormatException>()
            .WithMessage(expectedError.ToString()).Which.Error.Should().Be(expectedError);

        if (name == "payload-null")
        {
            JsonSerializer.Deserialize<ScoreEvent>(payload).Should().BeNull("null is null everywhere in System.Text.Json");
            return;
        }

        JsonException exception = FluentActions.Invoking(() => JsonSerializer.Deserialize<ScoreEvent>(payload)).Should().Throw<JsonException>().Which;
        // Where the payload as a whole is at fault, or nested beyond its own limit of 64, System.Text.Json has stumbled before us.
        if (expectedError.Member is not null && name != "nesting-5000")
            exception.InnerException.Should().BeOfType<ScoreFormatException>().Which.Error.Should().Be(expectedError);
    }

    private static void ShouldBe(ScoreEvent scoreEvent, JsonElement expected)
    {
        scoreEvent.GameCode.Should().Be(expected.GetProperty("gameCode").GetString());
        scoreEvent.SessionId.Should().Be(expected.GetProperty("sessionId").GetString());
        scoreEvent.GamePlayId.Should().Be(expected.GetProperty("gamePlayId").GetString());
        scoreEvent.SubId.Should().Be(expected.GetProperty("subId").GetString());
        scoreEvent.State.ToString().Should().Be(expected.GetProperty("state").GetString());
        scoreEvent.RawState.Should().Be(expected.GetProperty("rawState").GetString());
        scoreEvent.Timestamp.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture).Should().Be(expected.GetProperty("timestamp").GetString());
        scoreEvent.Timestamp.Offset.Should().Be(TimeSpan.Zero);
        BitConverter.DoubleToInt64Bits(scoreEvent.Score).Should().Be(BitConverter.DoubleToInt64Bits(expected.GetProperty("score").GetDouble()));
        JsonElement ticks = expected.GetProperty("durationTicks");
        (scoreEvent.Duration?.Ticks).Should().Be(ticks.ValueKind is JsonValueKind.Null ? null : ticks.GetInt64());
        scoreEvent.LeaderboardId.Should().Be(expected.GetProperty("leaderboardId").GetString());
        scoreEvent.Country.Should().Be(expected.GetProperty("country").GetString());

        Dictionary<string, JsonElement> members = expected.GetProperty("additionalMembers").EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        scoreEvent.AdditionalMembers.Keys.Should().Equal(members.Keys);
        foreach ((string name, JsonElement value) in scoreEvent.AdditionalMembers)
            value.GetRawText().Should().Be(members[name].GetRawText());
    }
}

using System.Text;
using System.Text.Json;

namespace Gamezop.Scores.Tests.Events;

public sealed class ScoreEventTests
{
    private static readonly ScoreEvent Event = ScoreEvent.Parse(Corpus.Read("valid", "state-playing"));

    [Fact]
    public void State_and_its_text_always_agree()
    {
        (Event with { State = GameState.Over }).RawState.Should().Be("over");
        (Event with { State = GameState.LevelUp }).RawState.Should().Be("levelup");
        (Event with { RawState = "loaded" }).State.Should().Be(GameState.Loaded);
        (Event with { RawState = "Loaded" }).State.Should().Be(GameState.Unknown);
        (Event with { State = GameState.Unknown }).RawState.Should().Be("unknown");
        (Event with { State = (GameState)99 }).RawState.Should().Be("unknown");
        (Event with { RawState = "paused", State = GameState.Unknown }).RawState.Should().Be("paused", "the text has this meaning already");
        (Event with { RawState = "paused", State = GameState.Start }).RawState.Should().Be("start");
        (Event with { State = GameState.Start, RawState = "paused" }).State.Should().Be(GameState.Unknown);
    }

    [Fact]
    public void State_that_was_never_set_is_unknown()
    {
        ScoreEvent scoreEvent = new() { GameCode = "g", SessionId = "s", GamePlayId = "p", SubId = "u", Timestamp = DateTimeOffset.UnixEpoch, Score = 0 };

        scoreEvent.State.Should().Be(GameState.Unknown);
        scoreEvent.RawState.Should().Be("unknown");
    }

    [Fact]
    public void Events_are_equal_by_value()
    {
        ScoreEvent other = ScoreEvent.Parse(Corpus.Read("valid", "members-in-reverse-order"));

        other.Should().Be(Event).And.NotBeSameAs(Event);
        other.GetHashCode().Should().Be(Event.GetHashCode());
        (other == Event).Should().BeTrue();
        (Event with { Timestamp = Event.Timestamp.ToOffset(TimeSpan.FromHours(5.5)) }).Should().Be(Event);
        (Event with { LeaderboardId = "" }).Should().Be(Event with { LeaderboardId = null });
    }

    [Fact]
    public void Any_other_value_makes_another_event()
    {
        ScoreEvent[] others =
        [
            Event with { GameCode = "x" }, Event with { SessionId = "x" }, Event with { GamePlayId = "x" }, Event with { SubId = "x" },
            Event with { RawState = "x" }, Event with { Timestamp = Event.Timestamp.AddTicks(1) }, Event with { Score = 0 }, Event with { Score = -0.0 },
            Event with { Duration = null }, Event with { LeaderboardId = "x" }, Event with { Country = null }, Event with { AdditionalMembers = Members("""{"x":1}""") },
        ];

        others.Should().OnlyHaveUniqueItems().And.NotContain(Event);
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"x":[1,2],"y":"é"}}""", """{"b":{"y":"\u00e9","x":[1.0,2e0]},"a":1.00}""", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":1}""", """{"b":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"b":1}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2,3]}""", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"a":{"x":1,"x":2}}""", """{"a":{"x":1,"x":2}}""", true)]
    [InlineData("""{"a":{"x":1,"x":2}}""", """{"a":{"x":2,"x":1}}""", false)]
    [InlineData("""{"a":{"x":1}}""", """{"a":{"x":1,"y":1}}""", false)]
    [InlineData("""{"a":{"x":1e99999999999,"y":"é"}}""", """{"a":{"y":"\u00e9","x":1e99999999999}}""", true)]
    [InlineData("""{"a":1e99999999999}""", """{"a":1e99999999998}""", false)]
    [InlineData("""{"a":1e-99999999999}""", """{"a":1}""", false)]
    [InlineData("""{"a":12E+000000001}""", """{"a":120.0}""", true)]
    public void Additional_members_are_compared_by_json_value_in_any_order(string first, string second, bool same)
    {
        ScoreEvent one = Event with { AdditionalMembers = Members(first) };
        ScoreEvent other = Event with { AdditionalMembers = Members(second) };

        one.Equals(other).Should().Be(same);
        if (same)
            one.GetHashCode().Should().Be(other.GetHashCode());
    }

    [Fact]
    public void Additional_members_outlive_what_they_came_from()
    {
        Dictionary<string, JsonElement> mutable;
        ScoreEvent scoreEvent;
        using (JsonDocument document = JsonDocument.Parse("""{"x":"kept"}"""))
        {
            mutable = new() { ["x"] = document.RootElement.GetProperty("x") };
            scoreEvent = Event with { AdditionalMembers = mutable };
        }

        mutable.Clear();

        scoreEvent.AdditionalMembers["x"].GetString().Should().Be("kept");
        scoreEvent.AdditionalMembers.Should().NotBeAssignableTo<Dictionary<string, JsonElement>>("nobody may change an event");
    }

    [Fact]
    public void Additional_member_without_a_json_value_is_refused() =>
        FluentActions.Invoking(() => Event with { AdditionalMembers = new Dictionary<string, JsonElement> { ["x"] = default } }).Should().Throw<ArgumentException>();

    [Fact]
    public void Parsed_event_does_not_hold_on_to_the_payload()
    {
        byte[] payload = Corpus.Read("valid", "additional-members-of-every-kind");
        ScoreEvent scoreEvent = ScoreEvent.Parse(payload);
        ScoreEvent expected = ScoreEvent.Parse(payload);

        Array.Clear(payload);

        scoreEvent.Should().Be(expected);
        scoreEvent.AdditionalMembers["string"].GetString().Should().Be("text é 😀");
    }

    [Fact]
    public void Its_text_names_neither_the_user_nor_unknown_members() =>
        (Event with { SubId = "secret-user", AdditionalMembers = Members("""{"secret-name":"secret-value"}""") }).ToString().Should().Be(
            "ScoreEvent { GameCode = NyM_JGWcx, SessionId = s-7f3a, GamePlayId = p-1, State = playing, Timestamp = 2025-11-23T10:40:00.1230000+00:00, "
            + "Score = 1840, Duration = 00:00:42.1500000, LeaderboardId = NyM_JGWcx_default, Country = IN }");

    [Theory]
    [InlineData("gameCode")]
    [InlineData("sessionId")]
    [InlineData("gamePlayId")]
    [InlineData("timestamp")]
    [InlineData("score")]
    [InlineData("leaderboardId")]
    [InlineData("subId")]
    [InlineData("country")]
    [InlineData("duration")]
    [InlineData("state")]
    [InlineData("additional")]
    public void Errors_never_hold_values(string member)
    {
        string[] values = ["[\"SECRET\"]", "{\"SECRET\":1}", "\"SECRET\\u0000\"", "\"SECRET\\ud800\"", "\"\\udc00SECRET\"", $"\"{new string('S', 300)}SECRET\"", "\"SECRET", "SECRET", "-77321", "77321e999", "77321x"];
        foreach (string value in values)
        {
            // Given twice, so that what is fine for this member is refused too.
            string payload = $"{{\"{member}\":{value},\"{member}\":{value}}}";

            ScoreEvent.TryParse(Encoding.UTF8.GetBytes(payload), out _, out ScoreFormatError? error).Should().BeFalse();

            error!.ToString().Should().NotContain("SECRET").And.NotContain("77321");
        }
    }

    [Fact]
    public void Texts_that_repeat_are_shared_and_those_of_a_user_are_not()
    {
        ScoreEvent other = ScoreEvent.Parse(Corpus.Read("valid", "state-playing"));

        other.GameCode.Should().BeSameAs(Event.GameCode);
        other.LeaderboardId.Should().BeSameAs(Event.LeaderboardId);
        other.Country.Should().BeSameAs(Event.Country);
        other.RawState.Should().BeSameAs(Event.RawState);
        other.SubId.Should().NotBeSameAs(Event.SubId);
    }

    [Fact]
    public void Shared_texts_stay_right_when_there_are_more_than_places_and_many_threads() =>
        Parallel.For(0, 20_000, number =>
        {
            string text = $"game-{number % 3_000}";
            SharedStrings.Get(Encoding.UTF8.GetBytes(text)).Should().Be(text);
        });

    private static Dictionary<string, JsonElement> Members(string json) => JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
}

using System.Text;
using System.Text.Json;

namespace Gamezop.Scores.Tests.Events;

public sealed class ScoreEventWritingTests
{
    private static readonly ScoreEvent Valid = ScoreEvent.Parse(Corpus.Read("valid", "state-playing"));

    [Fact]
    public void Members_are_written_in_the_documented_order_and_additional_ones_last() =>
        Text(Valid with { AdditionalMembers = Members("""{"b":[1.0,{"a":null}],"a":"é"}""") }).Should().Be(
            """{"gameCode":"NyM_JGWcx","sessionId":"s-7f3a","gamePlayId":"p-1","timestamp":1763894400123,"score":1840,"leaderboardId":"NyM_JGWcx_default","subId":"123-554-111","country":"IN","duration":42150,"state":"playing","b":[1.0,{"a":null}],"a":"\u00E9"}""");

    [Fact]
    public void Members_that_are_null_are_left_out() =>
        Text(Valid with { LeaderboardId = null, Country = null, Duration = null }).Should().Be(
            """{"gameCode":"NyM_JGWcx","sessionId":"s-7f3a","gamePlayId":"p-1","timestamp":1763894400123,"score":1840,"subId":"123-554-111","state":"playing"}""");

    [Theory]
    [InlineData("1763894400", "1763894400000")]
    [InlineData("1763894400.1234567", "1763894400123.4567")]
    [InlineData("1763894400123.5", "1763894400123.5")]
    [InlineData("100000000000", "100000000000")]
    [InlineData("99999999.9999999", "99999999.9999999")]
    [InlineData("99999999.5", "99999999.5")]
    [InlineData("0", "0")]
    public void Timestamp_is_written_in_milliseconds_from_1973_on_and_in_seconds_before(string read, string written) =>
        Text(ScoreEvent.Parse(Encoding.UTF8.GetBytes(Text(Valid).Replace("1763894400123", read, StringComparison.Ordinal))))
            .Should().Contain($"\"timestamp\":{written},");

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("-12.250", "-12.25")]
    [InlineData("-0", "-0")]
    [InlineData("1e300", "1E+300")]
    public void Score_is_written_in_its_shortest_exact_form(string read, string written) =>
        Text(ScoreEvent.Parse(Encoding.UTF8.GetBytes(Text(Valid).Replace("1840", read, StringComparison.Ordinal)))).Should().Contain($"\"score\":{written},");

    [Fact]
    public void Duration_is_written_in_milliseconds() => Text(Valid with { Duration = new TimeSpan(15_002_500) }).Should().Contain("\"duration\":1500.25,");

    public static TheoryData<ScoreEvent, string> Unwritable => new()
    {
        { Valid with { GameCode = null! }, "'gameCode' is null." },
        { Valid with { SessionId = "" }, "'sessionId' is empty." },
        { Valid with { GamePlayId = new string('x', 257) }, "'gamePlayId' is longer than 256 characters." },
        { Valid with { SubId = "a\ud800b" }, "'subId' contains a lone surrogate." },
        { Valid with { SubId = "\ude00\ud83d" }, "'subId' contains a lone surrogate." },
        { Valid with { SubId = "a\0" }, "'subId' contains U+0000." },
        { Valid with { LeaderboardId = new string('x', 257) }, "'leaderboardId' is longer than 256 characters." },
        { Valid with { Country = "\udc00" }, "'country' contains a lone surrogate." },
        { Valid with { RawState = "" }, "'state' is empty." },
        { Valid with { RawState = null! }, "'state' is null." },
        { Valid with { Score = double.NaN }, "'score' is out of range." },
        { Valid with { Score = double.NegativeInfinity }, "'score' is out of range." },
        { Valid with { Timestamp = DateTimeOffset.UnixEpoch.AddTicks(-1) }, "'timestamp' must not be negative." },
        { Valid with { Duration = TimeSpan.FromTicks(-1) }, "'duration' must not be negative." },
        { Valid with { AdditionalMembers = Members("""{"score":1}""") }, "'score' has a property of its own and cannot be an additional member." },
        { Valid with { AdditionalMembers = Members("""{"x":["\u0000"]}""") }, "'x' contains U+0000." },
        { Valid with { AdditionalMembers = Members("""{"x":{"\udc00":1}}""") }, "'x' contains a lone surrogate." },
        { Valid with { AdditionalMembers = Members($$"""{"x":{{new string('[', 16)}}{{new string(']', 16)}}}""") }, "'x' is nested deeper than 16 levels." },
        { Valid with { AdditionalMembers = new Dictionary<string, JsonElement> { ["\ud800"] = JsonElement.Parse("1") } }, "The payload has a member whose name contains a lone surrogate." },
    };

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void Event_that_could_not_be_read_again_is_not_written(ScoreEvent scoreEvent, string message)
    {
        using MemoryStream stream = new();
        using Utf8JsonWriter writer = new(stream);

        FluentActions.Invoking(() => scoreEvent.WriteTo(writer)).Should().Throw<ScoreFormatException>().WithMessage(message);
        FluentActions.Invoking(() => JsonSerializer.Serialize(scoreEvent)).Should().Throw<ScoreFormatException>().WithMessage(message);
        writer.BytesPending.Should().Be(0, "half an event is worse than none");
    }

    [Fact]
    public void Additional_members_read_with_comments_are_written_without()
    {
        using JsonDocument document = JsonDocument.Parse("""{"x":[1,/* one */2,]}""", new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        ScoreEvent scoreEvent = Valid with { AdditionalMembers = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value) };

        Text(scoreEvent).Should().EndWith("\"x\":[1,2]}");
    }

    private static string Text(ScoreEvent scoreEvent) => Encoding.UTF8.GetString(scoreEvent.ToUtf8Json());

    private static Dictionary<string, JsonElement> Members(string json) => JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
}

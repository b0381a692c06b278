namespace Gamezop.Scores.Tests.Events;

/// <summary>The worked examples of <c>src/docs/event-id.md</c>, computed there with other means than this code.</summary>
public sealed class ScoreEventIdTests
{
    [Fact]
    public void Usual_event_has_the_documented_id() => ScoreEvent.Parse(
        """
        {"gameCode":"NyM_JGWcx","sessionId":"s-7f3a","gamePlayId":"p-1","timestamp":1763894400123,"score":1840,
         "leaderboardId":"NyM_JGWcx_default","subId":"123-554-111","country":"IN","duration":42150,"state":"playing"}
        """u8).GetEventId().Should().Be("019ab04c947bb068d414dc0f2d2cfc63");

    [Fact]
    public void Event_with_fractions_unknown_state_and_missing_members_has_the_documented_id() => ScoreEvent.Parse(
        """
        {"gameCode":"NyM_JGWcx","sessionId":"s-7f3a","gamePlayId":"p-2","timestamp":1763894400.5001234,"score":-12.25,
         "subId":"用户😀","state":"paused"}
        """u8).GetEventId().Should().Be("019ab04c95f45a5ce419fe3de4a69aca");

    [Fact]
    public void Event_before_1970_has_the_documented_id() => new ScoreEvent
    {
        GameCode = "g",
        SessionId = "s",
        GamePlayId = "p",
        SubId = "u",
        Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(-1),
        Score = 0,
    }.GetEventId().Should().Be("0000000000008fd739efc10bbe929b8d");

    [Theory]
    [InlineData("5", "1763894400123")]
    [InlineData("5.0", "\"1763894400123\"")]
    [InlineData("\"5\"", "1.763894400123e12")]
    [InlineData("\"0.5e1\"", "1763894400.123")]
    public void Notation_does_not_matter(string score, string timestamp)
    {
        string payload =
            $$"""
            {"gameCode":"g","sessionId":"s","gamePlayId":"p","subId":"u","state":"over","leaderboardId":"","score":{{score}},"timestamp":{{timestamp}}}
            """;

        ScoreEvent.Parse(System.Text.Encoding.UTF8.GetBytes(payload)).GetEventId().Should().Be("019ab04c947bf19f4217df8c214c88f1");
    }

    [Fact]
    public void Ids_are_ordered_by_time()
    {
        ScoreEvent first = ScoreEvent.Parse(Corpus.Read("valid", "state-over"));

        string[] ids = [.. Enumerable.Range(0, 50).Select(step => (first with { Timestamp = first.Timestamp.AddMilliseconds(step) }).GetEventId())];

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void Long_texts_have_an_id_too()
    {
        ScoreEvent scoreEvent = ScoreEvent.Parse(Corpus.Read("valid", "state-over")) with { RawState = new string('é', 5_000) };

        scoreEvent.GetEventId().Should().Be("019ab04c947b85089fa2a087ca9d1e5e");
    }

    [Fact]
    public void Computing_an_id_allocates_the_id_alone()
    {
        ScoreEvent scoreEvent = ScoreEvent.Parse(Corpus.Read("valid", "state-over"));
        _ = scoreEvent.GetEventId();

        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = scoreEvent.GetEventId();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(88, "that is what a string of 32 characters takes");
    }
}

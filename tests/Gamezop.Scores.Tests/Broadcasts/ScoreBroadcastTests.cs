using System.Reflection;
using System.Text.Json;
using CsCheck;

namespace Gamezop.Scores.Tests.Broadcasts;

public class ScoreBroadcastTests
{
    private const string Full =
        """{"state":"playing","score":12.5,"duration":1500,"gameCode":"NyM_JGWcx","gamePlayId":"p1","leaderboard":{"id":"NyM_JGWcx_default","name":"Score","description":"The score","more":1},"new":[1]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_single_player_payload_is_typed_as_object_and_as_stringified_json(bool stringified)
    {
        ScoreBroadcast broadcast = Parse(stringified ? JsonSerializer.Serialize(Full) : Full);
        broadcast.State.Should().Be(GameState.Playing);
        broadcast.RawState.Should().Be("playing");
        broadcast.Score.Should().Be(12.5);
        broadcast.Duration.Should().Be(TimeSpan.FromSeconds(1.5));
        broadcast.GameCode.Should().Be("NyM_JGWcx");
        broadcast.GamePlayId.Should().Be("p1");
        broadcast.Leaderboard!.Id.Should().Be("NyM_JGWcx_default");
        broadcast.Leaderboard.Name.Should().Be("Score");
        broadcast.Leaderboard.Description.Should().Be("The score");
        broadcast.Event.Should().BeNull();
        broadcast.Raw.GetProperty("new")[0].GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("loaded", GameState.Loaded)]
    [InlineData("start", GameState.Start)]
    [InlineData("playing", GameState.Playing)]
    [InlineData("levelup", GameState.LevelUp)]
    [InlineData("over", GameState.Over)]
    [InlineData("paused", GameState.Unknown)]
    [InlineData("OVER", GameState.Unknown)]
    public void The_state_alone_is_enough(string state, GameState expected)
    {
        ScoreBroadcast broadcast = Parse($$"""{"state":"{{state}}"}""");
        broadcast.State.Should().Be(expected);
        broadcast.RawState.Should().Be(state);
        broadcast.Score.Should().BeNull();
        broadcast.Duration.Should().BeNull();
        broadcast.GameCode.Should().BeNull();
        broadcast.GamePlayId.Should().BeNull();
        broadcast.Leaderboard.Should().BeNull();
    }

    [Theory]
    [InlineData("match_found")]
    [InlineData("match_not_found")]
    [InlineData("match_start")]
    [InlineData("match_playing")]
    [InlineData("match_over")]
    [InlineData("match_result")]
    [InlineData("go_home")]
    [InlineData("something_new")]
    public void A_multiplayer_payload_is_surfaced_raw(string name)
    {
        string json = $$"""{"event":"{{name}}","gameCode":"c","matchId":"m","players":[{"gzpId":"1","firstName":"A","photo":null,"score":3,"rank":1},"2"]}""";
        ScoreBroadcast broadcast = Parse(json);
        broadcast.Event.Should().Be(name);
        broadcast.RawState.Should().BeNull();
        broadcast.State.Should().Be(GameState.Unknown);
        broadcast.GameCode.Should().BeNull("multiplayer payloads are not interpreted");
        broadcast.Raw.GetRawText().Should().Be(json);
    }

    [Theory]
    [InlineData("\"score\":\"7\"", 7.0)]
    [InlineData("\"score\":\"-7.5e1\"", -75.0)]
    [InlineData("\"score\":0", 0.0)]
    [InlineData("\"score\":1,\"score\":2", 2.0)]
    [InlineData("\"score\":null", null)]
    [InlineData("\"score\":\"\"", null)]
    [InlineData("\"score\":\"x\"", null)]
    [InlineData("\"score\":\"NaN\"", null)]
    [InlineData("\"score\":\"Infinity\"", null)]
    [InlineData("\"score\":1e999", null)]
    [InlineData("\"score\":[1]", null)]
    [InlineData("\"score\":true", null)]
    public void A_score_is_a_finite_number_or_missing(string member, double? expected) => Parse($$"""{"state":"over",{{member}}}""").Score.Should().Be(expected);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("\"1500\"", 1500.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("-1", null)]
    [InlineData("1e300", null)]
    [InlineData("922337203685477.6", null)]
    [InlineData("{}", null)]
    public void A_duration_is_milliseconds_or_missing(string value, double? milliseconds) =>
        Parse($$"""{"state":"over","duration":{{value}}}""").Duration.Should().Be(milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null);

    [Fact]
    public void Identifiers_may_be_numbers_and_other_kinds_are_missing()
    {
        ScoreBroadcast broadcast = Parse("""{"state":"over","gameCode":17,"gamePlayId":{},"leaderboard":{"id":5,"name":false,"description":""}}""");
        broadcast.GameCode.Should().Be("17");
        broadcast.GamePlayId.Should().BeNull();
        broadcast.Leaderboard!.Id.Should().Be("5");
        broadcast.Leaderboard.Name.Should().BeNull();
        broadcast.Leaderboard.Description.Should().BeNull();
        Parse("""{"state":"over","leaderboard":"x"}""").Leaderboard.Should().BeNull();
        Parse("""{"state":"over","gameCode":"\ud800","score":1}""").Score.Should().Be(1, "text that is none breaks nothing else");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("{\"state\":null}")]
    [InlineData("{\"state\":\"\"}")]
    [InlineData("{\"state\":5}")]
    [InlineData("{\"state\":\"\\ud800\"}")]
    [InlineData("{\"event\":{}}")]
    [InlineData("{\"state\":\"over\"")]
    [InlineData("{\"state\":\"over\"}x")]
    [InlineData("{'state':'over'}")]
    [InlineData("\"\"")]
    [InlineData("\"over\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"[{\\\"state\\\":\\\"over\\\"}]\"")]
    [InlineData("{\"__proto__\":{\"state\":\"over\"}}")]
    [InlineData("[{\"state\":\"over\"}]")]
    public void Anything_else_is_dropped(string? json) => Refuses(json);

    [Fact]
    public void Json_is_unwrapped_once_only() => Refuses(JsonSerializer.Serialize(JsonSerializer.Serialize(Full)));

    [Fact]
    public void Size_and_depth_are_bounded()
    {
        string Sized(int length) => "{\"state\":\"over\",\"x\":\"" + new string('x', length - 23) + "\"}";
        Parse(Sized(ScoreBroadcast.MaxLength)).State.Should().Be(GameState.Over);
        Refuses(Sized(ScoreBroadcast.MaxLength + 1));

        string Nested(int depth) => "{\"state\":\"over\",\"x\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        Parse(Nested(16)).State.Should().Be(GameState.Over);
        Refuses(Nested(17));
        Refuses(new string('[', 60_000));
    }

    [Fact]
    public void Raw_lone_surrogates_do_not_throw()
    {
        Refuses("{\"state\":\"over\",\"x\":\"\uD800\"}");
        Refuses("\uDC00");
    }

    [Fact]
    public void Nothing_that_arrives_throws() =>
        Gen.OneOf(
            Gen.String,
            Gen.OneOf("{", "}", "[", "]", "\"state\"", "\"event\"", "\"score\"", "\"duration\"", "\"leaderboard\"", ":", ",", "\"over\"", "\"\\ud800\"", "1", "-1e9", "1e999", "null", "\"", "\\", "\uD800").Array[0, 14].Select(string.Concat),
            Gen.Select(Gen.Int[0, Full.Length - 1], Gen.Char, (at, c) => Full[..at] + c + Full[(at + 1)..]))
        .Sample(json =>
        {
            if (ScoreBroadcast.TryParse(json, out ScoreBroadcast? broadcast))
                (broadcast.RawState is null).Should().Be(broadcast.Event is not null);
        }, iter: 20_000);

    [Fact]
    public void There_is_no_way_from_a_broadcast_into_the_pipeline()
    {
        typeof(ScoreBroadcast).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .Where(m => m.Name.StartsWith("op_", StringComparison.Ordinal) || m.ReturnType == typeof(ScoreEvent)).Should().BeEmpty();
        typeof(ScoreEvent).Assembly.GetExportedTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.DeclaringType != typeof(ScoreBroadcast) && m.GetParameters().Any(p => p.ParameterType == typeof(ScoreBroadcast))).Should().BeEmpty();
        typeof(ScoreBroadcast).GetConstructors().Should().BeEmpty();
    }

    private static ScoreBroadcast Parse(string json)
    {
        ScoreBroadcast.TryParse(json, out ScoreBroadcast? broadcast).Should().BeTrue();
        return broadcast!;
    }

    private static void Refuses(string? json)
    {
        ScoreBroadcast.TryParse(json, out ScoreBroadcast? broadcast).Should().BeFalse();
        broadcast.Should().BeNull();
    }
}

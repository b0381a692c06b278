using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Gamezop.Scores.Tests.Events;

/// <summary>Random events that keep every rule: all of Unicode in the texts, every kind of JSON in the additional members.</summary>
internal static class ScoreEventGen
{
    private static readonly Gen<string> Character = Gen.OneOf(Gen.Int[1, 0x7F], Gen.Int[0x80, 0xD7FF], Gen.Int[0xE000, 0xFFFF], Gen.Int[0x1_0000, 0x10_FFFF])
        .Select(char.ConvertFromUtf32);

    private static readonly Gen<string> Text = Character.Array[1, 20].Select(string.Concat);

    private static readonly Gen<string> Identifier = Gen.Frequency((9, Text), (1, Character.Array[128].Select(string.Concat)));

    private static readonly Gen<string> Json = Nested(Nested(Gen.OneOf(
        Gen.OneOf("null", "true", "false", "0", "-0", "1.50", "1E400", "\"\""),
        Gen.Double.Where(double.IsFinite).Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        Text.Select(Quote))));

    private static readonly Gen<Dictionary<string, JsonElement>> AdditionalMembers =
        Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 5]))
            .SelectMany(count => Gen.Select(Gen.OneOf(Text, Gen.Const("")).Array[count], Json.Array[count]))
            .Select((names, values) => names.Zip(values).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => JsonElement.Parse(pair.Second)));

    private static readonly Gen<DateTimeOffset> Timestamp = Gen.OneOf(
            Gen.Long[0, DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks],
            Gen.Long[0, 4_000_000_000_000_000],
            Gen.Long[0, 4_000_000_000].Select(milliseconds => milliseconds * TimeSpan.TicksPerMillisecond))
        .Select(ticks => DateTimeOffset.UnixEpoch.AddTicks(ticks));

    private static readonly Gen<double> Score = Gen.OneOf(Gen.Double, Gen.Int[-1000, 100_000].Select(score => (double)score), Gen.OneOf(0.0, -0.0, double.Epsilon, double.MaxValue))
        .Where(double.IsFinite);

    private static readonly Gen<TimeSpan?> Duration = Gen.OneOf(Gen.Const(default(TimeSpan?)), Gen.Long[0, long.MaxValue].Select(ticks => (TimeSpan?)new TimeSpan(ticks)));

    public static Gen<ScoreEvent> Event { get; } =
        Gen.Select(
            Identifier.Array[4],
            Gen.OneOf(Gen.OneOf("loaded", "start", "playing", "levelup", "over"), Text),
            Gen.Select(Timestamp, Score, Duration),
            Gen.OneOf(Identifier, Gen.Const((string)null!)),
            Gen.OneOf(Text, Gen.Const((string)null!)),
            AdditionalMembers)
        .Select((ids, state, numbers, leaderboardId, country, additional) => new ScoreEvent
        {
            GameCode = ids[0],
            SessionId = ids[1],
            GamePlayId = ids[2],
            SubId = ids[3],
            RawState = state,
            Timestamp = numbers.Item1,
            Score = numbers.Item2,
            Duration = numbers.Item3,
            LeaderboardId = leaderboardId,
            Country = country,
            AdditionalMembers = additional,
        });

    private static Gen<string> Nested(Gen<string> value) => Gen.OneOf(
        value,
        value.Array[0, 3].Select(values => $"[{string.Join(',', values)}]"),
        Gen.Select(Text, value).Array[0, 3].Select(members => $"{{{string.Join(',', members.Select(member => $"{Quote(member.Item1)}:{member.Item2}"))}}}"));

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}

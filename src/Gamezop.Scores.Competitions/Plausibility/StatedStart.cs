using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

/// <summary>Starts of a play that lie close together, and the durations of the events that stated them, all in ticks.</summary>
internal readonly record struct StatedStart(
    [property: JsonPropertyName("e")] long Earliest, [property: JsonPropertyName("t")] long Latest, [property: JsonPropertyName("s")] long Shortest, [property: JsonPropertyName("l")] long Longest)
{
    public StatedStart With(StatedStart other) => new(
        Math.Min(Earliest, other.Earliest), Math.Max(Latest, other.Latest), Math.Min(Shortest, other.Shortest), Math.Max(Longest, other.Longest));
}

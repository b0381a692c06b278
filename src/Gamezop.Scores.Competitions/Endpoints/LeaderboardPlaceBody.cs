using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record LeaderboardPlaceBody(
    LeaderboardEntry Entry,
    int Total,
    [property: Description("How many percent of those ranked have no better score than this user, the user included.")] double Percentile,
    IReadOnlyList<LeaderboardEntry> Neighbours);

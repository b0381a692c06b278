using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record TargetListItem(
    string Id,
    [property: Description("scoreAtLeast, scoreAtMost, totalScore, levelsCompleted, playsFinished, timePlayed or dayStreak")] string Goal,
    [property: Description("How far it is: a score, a sum, a count, or seconds of timePlayed; null for scoreAtMost without a score.")] double? Value,
    [property: Description("How far it has to be.")] double Of,
    [property: Description("From 0 to 100; 100 when it is reached.")] double Percent,
    [property: Description("all, the key of a day, week or month, or a play's id; null where every play counts and there is none yet.")] string? Period,
    bool Done)
{
    public static TargetListItem From(TargetProgress progress) => new(
        progress.TargetId, JsonNamingPolicy.CamelCase.ConvertName(progress.Goal.Kind.ToString()), progress.Value, progress.Of, progress.Percent, progress.Period, progress.IsDone);
}

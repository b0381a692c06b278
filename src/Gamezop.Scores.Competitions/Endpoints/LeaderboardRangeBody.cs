using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record LeaderboardRangeBody(
    string Id,
    LeaderboardWindowInfo Window,
    string? Partition,
    [property: JsonConverter(typeof(CamelCaseConverter<LeaderboardOrder>))] LeaderboardOrder Order,
    [property: Description("How many are ranked.")] int Total,
    [property: Description("How many places there are between the two scores.")] int Count,
    IReadOnlyList<LeaderboardEntry> Entries)
{
    public static byte[] Render(LeaderboardRange range) => JsonSerializer.SerializeToUtf8Bytes(
        new LeaderboardRangeBody(range.Page.LeaderboardId, range.Page.Window, range.Page.Partition, range.Page.Order, range.Page.Total, range.Count, range.Page.Entries),
        CompetitionsHttpJson.Default.LeaderboardRangeBody);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record LeaderboardPageBody(
    string Id,
    LeaderboardWindowInfo Window,
    string? Partition,
    [property: JsonConverter(typeof(CamelCaseConverter<LeaderboardOrder>))] LeaderboardOrder Order,
    int Total,
    IReadOnlyList<LeaderboardEntry> Entries)
{
    /// <summary>A page as JSON, on one line.</summary>
    public static byte[] Render(LeaderboardPage page) => JsonSerializer.SerializeToUtf8Bytes(
        new LeaderboardPageBody(page.LeaderboardId, page.Window, page.Partition, page.Order, page.Total, page.Entries), CompetitionsHttpJson.Default.LeaderboardPageBody);
}

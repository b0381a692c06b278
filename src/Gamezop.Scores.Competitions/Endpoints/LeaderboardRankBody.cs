using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record LeaderboardRankBody(
    LeaderboardWindowInfo Window,
    double Score,
    [property: Description("The rank that the score would have.")] int Rank,
    [property: Description("How many have a better score.")] int Better,
    [property: Description("How many are ranked.")] int Total)
{
    public static byte[] Render(LeaderboardRank rank) =>
        JsonSerializer.SerializeToUtf8Bytes(new LeaderboardRankBody(rank.Window, rank.Score, rank.Rank, rank.Better, rank.Total), CompetitionsHttpJson.Default.LeaderboardRankBody);
}

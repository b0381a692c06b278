using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record PrizeBody(int? FromRank, int? ToRank, double? TopPercent, double? MinScore, Reward Reward)
{
    public static PrizeBody Of(Prize prize) => new(prize.FromRank, prize.ToRank, prize.TopPercent, prize.MinScore, prize.Reward);
}

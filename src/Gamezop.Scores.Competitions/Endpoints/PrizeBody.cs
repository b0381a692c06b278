using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record PrizeBody(int? FromRank, int? ToRank, double? TopPercent, double? MinScore, RewardBody Reward)
{
    public static PrizeBody Of(Prize prize) => new(prize.FromRank, prize.ToRank, prize.TopPercent, prize.MinScore, new RewardBody(prize.Reward.Kind, prize.Reward.Amount, prize.Reward.Data));
}

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Competitions;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record RewardListItem(
    string Key,
    string SourceId,
    RewardBody Reward,
    [property: Description("owed, claimable, withheld, paid, expired or withdrawn")] string Status,
    DateTimeOffset EarnedAt,
    DateTimeOffset? ClaimBy)
{
    public static RewardListItem Of(UserReward reward) => new(
        reward.Grant.Key,
        reward.Grant.SourceId,
        new RewardBody(reward.Grant.Reward.Kind, reward.Grant.Reward.Amount, reward.Grant.Reward.Data),
        JsonNamingPolicy.CamelCase.ConvertName(Shown(reward.Status).ToString()),
        reward.Grant.EarnedAt,
        reward.ClaimBy);

    // A user need not know how the publisher's payments and accounts are doing.
    private static RewardStatus Shown(RewardStatus status) => status switch
    {
        RewardStatus.DeadLetter => RewardStatus.Owed,
        RewardStatus.ClawbackDue or RewardStatus.ClawedBack => RewardStatus.Withdrawn,
        _ => status,
    };
}

namespace Gamezop.Scores.Competitions;

internal sealed record RewardListBody(IReadOnlyList<RewardListItem> Rewards);

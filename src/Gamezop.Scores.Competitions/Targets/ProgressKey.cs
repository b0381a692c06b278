namespace Gamezop.Scores.Competitions;

/// <summary>One user's progress towards one target in one period.</summary>
/// <param name="UserId">The user.</param>
/// <param name="TargetId">The target.</param>
/// <param name="Period">The period's key: <c>all</c>, that of a day, week or month, or a play's id.</param>
public readonly record struct ProgressKey(string UserId, string TargetId, string Period)
{
    /// <summary>What its reward is paid under.</summary>
    internal string RewardKey => RewardKeys.OfTarget(TargetId, Period, UserId);
}

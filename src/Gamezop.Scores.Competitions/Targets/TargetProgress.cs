namespace Gamezop.Scores.Competitions;

/// <summary>How far a user has come towards a target in one period.</summary>
/// <param name="TargetId">The target.</param>
/// <param name="Goal">What is to be reached.</param>
/// <param name="Value">How far it is: the best score, the sum, the count, or seconds; goes on after the goal is reached. Null while a score of at most so much is wanted and there is none.</param>
/// <param name="Of">How far it has to be.</param>
/// <param name="Percent">From 0 to 100; 100 exactly when it is reached.</param>
/// <param name="Period">The period's key: <c>all</c>, that of a day, week or month, or a play's id; null where every play counts and there is none yet.</param>
/// <param name="IsDone">Whether the goal is reached.</param>
public sealed record TargetProgress(string TargetId, TargetGoal Goal, double? Value, double Of, double Percent, string? Period, bool IsDone);

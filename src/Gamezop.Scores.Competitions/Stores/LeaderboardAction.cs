namespace Gamezop.Scores.Competitions;

/// <summary>What an operator did, kept for the audit.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What, e.g. <c>ban</c> or <c>hold</c>.</param>
/// <param name="Subject">To what: a user, a board, a window; empty for a user who was erased.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaderboardAction(DateTimeOffset At, string Kind, string Subject, string Actor, string Reason);

namespace Gamezop.Scores.Competitions;

/// <summary>What an operator did, kept for the audit.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What, e.g. <c>ban</c> or <c>hold</c>.</param>
/// <param name="Subject">To what: a user, a board, a window or a play; empty for a user who was erased.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaderboardAction(DateTimeOffset At, string Kind, string Subject, string Actor, string Reason)
{
    /// <summary>Whose scores were removed from the subject; null for other actions, and for a user who was erased.</summary>
    public string? UserId { get; init; }
}

namespace Gamezop.Scores.Competitions;

/// <summary>What an operator did, kept for the audit.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What, e.g. <c>disqualify</c> or <c>end-now</c>.</param>
/// <param name="TournamentId">To which tournament.</param>
/// <param name="OccurrenceId">To which occurrence; null for the tournament as a whole.</param>
/// <param name="UserId">To which player; null for none, or for one who was erased since.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why.</param>
public sealed record TournamentAction(DateTimeOffset At, string Kind, string TournamentId, string? OccurrenceId, string? UserId, string Actor, string Reason);

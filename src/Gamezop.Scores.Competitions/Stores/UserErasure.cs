namespace Gamezop.Scores.Competitions;

/// <summary>A user who is being erased.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="Reason">Why.</param>
public sealed record UserErasure(string UserId, string Actor, string Reason);

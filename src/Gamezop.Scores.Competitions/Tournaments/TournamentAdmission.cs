namespace Gamezop.Scores.Competitions;

/// <summary>A user's wish to join a tournament, as the publisher's <see cref="ITournamentGate"/> sees it.</summary>
/// <param name="Key">The same for one user and occurrence: what an entry fee is made idempotent by.</param>
/// <param name="Tournament">The occurrence.</param>
/// <param name="UserId">The user.</param>
public sealed record TournamentAdmission(string Key, TournamentInfo Tournament, string UserId);

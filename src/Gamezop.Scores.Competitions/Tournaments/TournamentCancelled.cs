namespace Gamezop.Scores.Competitions;

/// <summary>An occurrence of a tournament was called off: it has no places and no prizes.</summary>
/// <param name="Key">The same every time that this is told: an idempotency key.</param>
/// <param name="Tournament">The occurrence.</param>
public sealed record TournamentCancelled(string Key, TournamentInfo Tournament);

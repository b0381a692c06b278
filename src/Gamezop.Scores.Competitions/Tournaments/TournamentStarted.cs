namespace Gamezop.Scores.Competitions;

/// <summary>An occurrence of a tournament has started.</summary>
/// <param name="Key">The same every time that this is told: an idempotency key.</param>
/// <param name="Tournament">The occurrence.</param>
public sealed record TournamentStarted(string Key, TournamentInfo Tournament);

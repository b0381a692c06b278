namespace Gamezop.Scores.Competitions;

/// <summary>An occurrence of a tournament is finished. Places and winners are read page by page: there may be a million of them.</summary>
/// <param name="Key">The same every time that this is told: an idempotency key.</param>
/// <param name="Tournament">The occurrence.</param>
/// <param name="Players">How many have a place: <see cref="ITournaments.GetStandingsAsync"/>.</param>
/// <param name="Prizes">How many prizes were granted: <see cref="ITournaments.GetWinnersAsync"/>.</param>
public sealed record TournamentEnded(string Key, TournamentInfo Tournament, int Players, int Prizes);

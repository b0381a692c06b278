namespace Gamezop.Scores.Competitions;

internal sealed record TournamentListBody(IReadOnlyList<TournamentBody> Tournaments);

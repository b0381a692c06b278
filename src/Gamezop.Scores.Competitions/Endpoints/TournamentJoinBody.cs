namespace Gamezop.Scores.Competitions;

internal sealed record TournamentJoinBody(DateTimeOffset JoinedAt);

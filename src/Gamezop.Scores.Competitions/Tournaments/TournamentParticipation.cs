namespace Gamezop.Scores.Competitions;

/// <summary>A user in a tournament.</summary>
/// <param name="Tournament">The occurrence.</param>
/// <param name="JoinedAt">Since when the user takes part; null for who has not joined.</param>
/// <param name="Entry">The user's place, or null for none.</param>
/// <param name="Total">How many have a place.</param>
public sealed record TournamentParticipation(TournamentInfo Tournament, DateTimeOffset? JoinedAt, LeaderboardEntry? Entry, int Total);

namespace Gamezop.Scores.Competitions;

internal sealed record ViewedPlace(LeaderboardEntry Entry, IReadOnlyList<LeaderboardEntry> Around, int Better, int Total);

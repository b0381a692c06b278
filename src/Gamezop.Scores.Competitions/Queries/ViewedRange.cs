namespace Gamezop.Scores.Competitions;

/// <summary>Some of the places between two scores.</summary>
internal sealed record ViewedRange(IReadOnlyList<LeaderboardEntry> Entries, int Count, int Total);

namespace Gamezop.Scores.Competitions;

/// <summary>A place of a user on some board.</summary>
/// <param name="LeaderboardId">The board's id.</param>
/// <param name="Window">The window.</param>
/// <param name="Partition">The partition, or null for everybody's ranking.</param>
/// <param name="Entry">The place.</param>
/// <param name="Total">How many are, or were, ranked there.</param>
public sealed record LeaderboardProfileEntry(string LeaderboardId, LeaderboardWindowInfo Window, string? Partition, LeaderboardEntry Entry, int Total);

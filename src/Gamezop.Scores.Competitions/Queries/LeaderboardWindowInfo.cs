namespace Gamezop.Scores.Competitions;

/// <summary>A window of a leaderboard.</summary>
/// <param name="Key">Its key.</param>
/// <param name="StartsAt">The first instant inside, in UTC; null where there is none.</param>
/// <param name="EndsAt">The first instant after it, in UTC; null where there is none.</param>
/// <param name="Closed">Whether its ranks are final.</param>
public sealed record LeaderboardWindowInfo(string Key, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, bool Closed);

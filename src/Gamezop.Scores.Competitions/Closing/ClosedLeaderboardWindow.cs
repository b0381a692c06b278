namespace Gamezop.Scores.Competitions;

/// <summary>A window that has closed.</summary>
/// <param name="Key">The same every time that this close is told: an idempotency key.</param>
/// <param name="LeaderboardId">The board.</param>
/// <param name="Window">The window.</param>
/// <param name="Players">How many users are ranked, by partition; under the empty text everybody's ranking.</param>
public sealed record ClosedLeaderboardWindow(string Key, string LeaderboardId, LeaderboardWindowInfo Window, IReadOnlyDictionary<string, int> Players);

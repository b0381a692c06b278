namespace Gamezop.Scores.Competitions;

/// <summary>Which play of a user.</summary>
/// <param name="GameCode">The game.</param>
/// <param name="GamezopLeaderboard">The leaderboard of the game, or empty.</param>
/// <param name="GamePlayId">The play.</param>
public readonly record struct PlayKey(string GameCode, string GamezopLeaderboard, string GamePlayId);

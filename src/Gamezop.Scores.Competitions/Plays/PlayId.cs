namespace Gamezop.Scores.Competitions;

/// <summary>One game play of a user, on whichever of the game's leaderboards its scores are.</summary>
/// <param name="UserId">The user.</param>
/// <param name="GameCode">The game.</param>
/// <param name="GamePlayId">The play.</param>
public readonly record struct PlayId(string UserId, string GameCode, string GamePlayId);

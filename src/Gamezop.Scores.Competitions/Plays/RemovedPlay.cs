namespace Gamezop.Scores.Competitions;

/// <summary>A play that was removed, on whichever of the game's leaderboards its scores are.</summary>
internal sealed record RemovedPlay(string GameCode, string GamePlayId);

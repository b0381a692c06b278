namespace Gamezop.Scores.Competitions;

/// <summary>A closed window of a board, in whatever revision it was closed.</summary>
/// <param name="Scope">The revision.</param>
/// <param name="Order">Which scores were the better ones in it.</param>
/// <param name="Window">The window.</param>
internal sealed record ClosedWindow(string Scope, LeaderboardOrder Order, StoredWindow Window);

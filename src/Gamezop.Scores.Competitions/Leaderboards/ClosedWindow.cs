namespace Gamezop.Scores.Competitions;

/// <summary>A closed window of a board, in whatever revision it was closed.</summary>
internal sealed record ClosedWindow(string Scope, StoredWindow Window);

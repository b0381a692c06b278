namespace Gamezop.Scores.Sqlite;

/// <summary>The plays inside a user's row, and whether there are more of them in the table of plays.</summary>
internal readonly record struct PlayerPlays(InlinePlays Inline, bool Spilled);

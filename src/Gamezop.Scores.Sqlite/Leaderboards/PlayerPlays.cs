namespace Gamezop.Scores.Sqlite;

/// <summary>The plays inside a user's row, and whether there are more of them in the table of plays.</summary>
internal sealed record PlayerPlays(InlinePlays Inline, bool Spilled)
{
    /// <summary>Of a user who is not there.</summary>
    public static PlayerPlays None { get; } = new(InlinePlays.None, false);
}

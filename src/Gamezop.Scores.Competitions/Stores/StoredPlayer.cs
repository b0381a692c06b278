namespace Gamezop.Scores.Competitions;

/// <summary>A user as the store knows them.</summary>
/// <param name="Key">Whom.</param>
/// <param name="Version">Goes up with every write; 0 for a user who is not there.</param>
/// <param name="Entry">What the user is ranked by, if anything.</param>
/// <param name="Summary">As it was written: opaque to the store. Empty for a user who is not there.</param>
/// <param name="Plays">Of the plays that were asked for those that are there.</param>
public sealed record StoredPlayer(PlayerKey Key, long Version, PlayerEntry? Entry, ReadOnlyMemory<byte> Summary, IReadOnlyList<PlayRow> Plays)
{
    /// <summary>What the store may want to be reminded of by <see cref="PlayerWrite.Row"/>; null where it need not.</summary>
    public object? Row { get; init; }
}

namespace Gamezop.Scores.Competitions;

/// <summary>A user's new state.</summary>
/// <param name="Key">Whom.</param>
/// <param name="ExpectedVersion">What <see cref="StoredPlayer.Version"/> was when the state was computed.</param>
/// <param name="Entry">What the user is ranked by now; null for nothing.</param>
/// <param name="Summary">What is known beside the entry: opaque to the store, at most a few hundred bytes.</param>
/// <param name="Plays">Plays that are new or have changed; the others stay.</param>
/// <param name="RemovedPlays">Plays that need not be kept one by one any more.</param>
public readonly record struct PlayerWrite(PlayerKey Key, long ExpectedVersion, PlayerEntry? Entry, ReadOnlyMemory<byte> Summary, IReadOnlyList<PlayRow> Plays, IReadOnlyList<PlayKey> RemovedPlays)
{
    /// <summary>The <see cref="StoredPlayer.Row"/> that the state was computed from, which can spare the store from reading again; may be null.</summary>
    public object? Row { get; init; }
}

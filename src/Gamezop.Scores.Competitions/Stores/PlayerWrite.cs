namespace Gamezop.Scores.Competitions;

/// <summary>A user's new state.</summary>
/// <param name="Key">Whom.</param>
/// <param name="ExpectedVersion">What <see cref="StoredPlayer.Version"/> was when the state was computed.</param>
/// <param name="Entry">What the user is ranked by now; null for nothing.</param>
/// <param name="Plays">Plays that are new or have changed; the others stay.</param>
public readonly record struct PlayerWrite(PlayerKey Key, long ExpectedVersion, PlayerEntry? Entry, IReadOnlyList<PlayRow> Plays);

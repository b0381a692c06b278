namespace Gamezop.Scores.Competitions;

/// <summary>Asks for a user and some of the plays.</summary>
/// <param name="Player">Whom.</param>
/// <param name="Plays">Which plays; null for all of them.</param>
public readonly record struct PlayerRead(PlayerKey Player, IReadOnlyCollection<PlayKey>? Plays);

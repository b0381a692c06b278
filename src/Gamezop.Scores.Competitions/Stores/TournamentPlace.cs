namespace Gamezop.Scores.Competitions;

/// <summary>What has become of a player's wish for a place.</summary>
/// <param name="IsTaken">Whether the player has one; otherwise there is none left.</param>
/// <param name="JoinedAt">Since when the player takes part; null while the place is not confirmed.</param>
public readonly record struct TournamentPlace(bool IsTaken, DateTimeOffset? JoinedAt);

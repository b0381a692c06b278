namespace Gamezop.Scores.Competitions;

/// <summary>A player as a store knows them.</summary>
/// <param name="OccurrenceId">The occurrence.</param>
/// <param name="UserId">The player.</param>
/// <param name="JoinedAt">Since when the player takes part; null for one who has not joined.</param>
/// <param name="ExtraAttempts">How many attempts operators have granted beyond the tournament's.</param>
/// <param name="IsDisqualified">Whether an operator has taken the player out of the standings.</param>
public sealed record StoredTournamentPlayer(string OccurrenceId, string UserId, DateTimeOffset? JoinedAt, int ExtraAttempts, bool IsDisqualified)
{
    /// <summary>Whether the player has a place in the final standings.</summary>
    public bool HasPlace { get; init; }
}

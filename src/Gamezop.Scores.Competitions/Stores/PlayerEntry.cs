namespace Gamezop.Scores.Competitions;

/// <summary>What a user is ranked by.</summary>
/// <param name="Key">The score as an integer of which the smaller is the better; a store may sort and count by it.</param>
/// <param name="AchievedAt">When the score was reached. Among equal keys the earlier is ahead.</param>
/// <param name="Country">The country of the deciding event, as two capital letters, or null.</param>
/// <param name="GamePlayId">The play that decides.</param>
/// <param name="EventId">The event that decides.</param>
public sealed record PlayerEntry(long Key, DateTimeOffset AchievedAt, string? Country, string GamePlayId, string EventId);

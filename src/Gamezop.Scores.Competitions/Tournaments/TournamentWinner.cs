namespace Gamezop.Scores.Competitions;

/// <summary>Who has won something in a tournament.</summary>
/// <param name="Entry">The final place.</param>
/// <param name="Grants">What was won.</param>
public sealed record TournamentWinner(LeaderboardEntry Entry, IReadOnlyList<RewardGrant> Grants);

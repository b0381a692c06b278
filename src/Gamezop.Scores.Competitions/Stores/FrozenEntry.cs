namespace Gamezop.Scores.Competitions;

/// <summary>A place in a closed window.</summary>
/// <param name="Partition">The partition; empty for everybody's ranking.</param>
/// <param name="Position">How many were ahead.</param>
/// <param name="Rank">The number shown.</param>
/// <param name="Better">How many had a better score.</param>
/// <param name="UserId">The user.</param>
/// <param name="Score">The score.</param>
/// <param name="AchievedAt">When it was reached.</param>
/// <param name="Country">The country of the deciding event, or null.</param>
public sealed record FrozenEntry(string Partition, int Position, int Rank, int Better, string UserId, double Score, DateTimeOffset AchievedAt, string? Country);

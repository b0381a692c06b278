namespace Gamezop.Scores.Competitions;

/// <summary>A user's place in a <see cref="Standings"/>.</summary>
/// <remarks>Position counts those ahead; Rank is the number shown.</remarks>
internal readonly record struct RankedUser(int Position, int Rank, string UserId, long Key, long Ticks, string? Country);

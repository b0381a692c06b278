namespace Gamezop.Scores.Competitions;

/// <summary>What a stream may follow: the first places of a ranking.</summary>
internal readonly record struct LiveRanking(LeaderboardQuery Query, int Limit);

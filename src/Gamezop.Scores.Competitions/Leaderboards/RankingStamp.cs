namespace Gamezop.Scores.Competitions;

/// <summary>As long as it is equal, so is every page of the ranking; names apart, which the publisher may change at any time.</summary>
internal readonly record struct RankingStamp(LeaderboardWindowInfo Window, BoardScope Revision, ClosedWindow? Closed, Standings? Standings, long Version, long Banned);

namespace Gamezop.Scores.Competitions;

/// <summary>Where a score would be.</summary>
internal readonly record struct ViewedRank(int Rank, int Better, int Total);

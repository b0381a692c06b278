namespace Gamezop.Scores.Competitions;

/// <summary>A query and the ranking that answers it at the moment.</summary>
/// <param name="Query">The query with its partition as the board writes it. <c>current</c> and <c>previous</c> stay: they become other windows.</param>
/// <param name="Ranking">The ranking, by its window's key.</param>
/// <param name="HasEntries">Whether somebody is ranked there.</param>
/// <param name="IsWhole">Whether it is the whole ranking of a board's current window: nobody can invent another one of those.</param>
internal readonly record struct FoundRanking(LeaderboardQuery Query, LeaderboardQuery Ranking, bool HasEntries, bool IsWhole);

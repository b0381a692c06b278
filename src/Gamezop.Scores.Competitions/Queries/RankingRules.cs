namespace Gamezop.Scores.Competitions;

/// <summary>By what a ranking is sorted and numbered.</summary>
/// <param name="Ascending">Whether lower scores are better.</param>
/// <param name="Ranking">Which numbers equal scores have.</param>
internal readonly record struct RankingRules(bool Ascending, LeaderboardRanking Ranking)
{
    public bool IsBetter(double score, double than) => Ascending ? score < than : score > than;
}

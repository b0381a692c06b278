namespace Gamezop.Scores.Competitions;

/// <summary>Ranks that win the same.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them.</param>
/// <param name="Amount">What a player wins there.</param>
internal readonly record struct RankSpan(int From, int To, decimal Amount)
{
    public decimal Places => (decimal)To - From + 1;
}

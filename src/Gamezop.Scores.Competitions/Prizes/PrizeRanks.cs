namespace Gamezop.Scores.Competitions;

internal static class PrizeRanks
{
    /// <summary>The last rank among the best so many percent of players: rounded down, and at least the first.</summary>
    public static int LastOf(double percent, int players) => (int)Math.Max(1, decimal.Floor((decimal)percent * players / 100));
}

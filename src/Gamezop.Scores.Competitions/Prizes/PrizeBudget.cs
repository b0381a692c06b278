namespace Gamezop.Scores.Competitions;

/// <summary>The most that a table of prizes can come to, whoever plays and however scores tie.</summary>
internal static class PrizeBudget
{
    /// <summary>The most that is paid, amounts of all kinds added; null when there is no such limit.</summary>
    public static decimal? MostPaid(IReadOnlyList<Prize> prizes, PrizeTies ties, LeaderboardRanking ranking, int? players)
    {
        List<Range> ranges = [.. prizes.Select(prize => RangeOf(prize, players)).Where(range => range.From <= range.To)];
        try
        {
            return (ties, ranking) switch
            {
                _ when ranges.Count == 0 => 0,
                (_, LeaderboardRanking.Ordinal) or (PrizeTies.Split, LeaderboardRanking.Competition) => Sum(ranges, range => range.Amount * range.Places),
                // A place's prizes may go to the tied players of each dense rank up to it.
                (PrizeTies.Split, _) => Sum(ranges, range => range.Amount * range.Places * ((decimal)range.From + range.To) / 2),
                _ => players is { } known ? MostShared(ranges, known, dense: ranking == LeaderboardRanking.Dense) : null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // Most is paid when the better the prizes of a rank are, the more players tie there.
    private static decimal MostShared(List<Range> ranges, int players, bool dense)
    {
        int[] starts = [.. ranges.SelectMany(range => new[] { range.From, range.To + 1L }).Append(1).Where(start => start <= players).Select(start => (int)start).Distinct().Order()];
        decimal paid = 0;
        decimal best = 0;
        decimal most = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            int end = i + 1 < starts.Length ? starts[i + 1] : players + 1;
            decimal here = ranges.Where(range => range.From <= starts[i] && starts[i] <= range.To).Sum(range => range.Amount);
            best = Math.Max(best, here);
            if (dense)
            {
                // One player on each rank before, all the others tied on the best of them.
                most = Math.Max(most, paid + here + (best * (players - starts[i])));
                paid += here * (end - starts[i]);
            }
            else
            {
                most = paid += best * (end - starts[i]);
            }
        }

        return most;
    }

    private static decimal? Sum(List<Range> ranges, Func<Range, decimal> paid) => ranges.Any(range => range.To == int.MaxValue) ? null : ranges.Sum(paid);

    private static Range RangeOf(Prize prize, int? players)
    {
        int last = Math.Min(prize.ToRank ?? int.MaxValue, players ?? int.MaxValue);
        if (prize.TopPercent is { } percent && players is { } known)
            last = Math.Min(last, PrizeRanks.LastOf(percent, known));
        return new Range(prize.FromRank ?? 1, last, prize.Reward.Amount);
    }

    private readonly record struct Range(int From, int To, decimal Amount)
    {
        public decimal Places => (decimal)To - From + 1;
    }
}

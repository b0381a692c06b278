namespace Gamezop.Scores.Competitions;

/// <summary>The most that a table of prizes can come to, whoever plays and however scores tie.</summary>
/// <remarks>More players never win less: each place's prizes stay, and <see cref="Prize.TopPercent"/> reaches further down. So the most is won when every place is taken and every score is good enough.</remarks>
internal static class PrizeBudget
{
    /// <summary>The most that is paid, amounts of all kinds added; null when there is no such limit.</summary>
    public static decimal? MostPaid(IReadOnlyList<Prize> prizes, PrizeTies ties, LeaderboardRanking ranking, int? players)
    {
        List<RankSpan> ranges = [.. prizes.Select(prize => RangeOf(prize, players)).Where(range => range.From <= range.To)];
        try
        {
            return (ties, ranking) switch
            {
                _ when ranges.Count == 0 => 0,
                // However players tie, each place is paid once.
                (_, LeaderboardRanking.Ordinal) or (PrizeTies.Split, LeaderboardRanking.Competition) => Sum(ranges, range => range.Amount * range.Places),
                (PrizeTies.Split, _) => players is { } known ? DenseSplitBudget.MostPaid(PiecesOf(ranges), known) : Sum(ranges, range => range.Amount * DenseSplitBudget.SharesOf(range.From, range.To)),
                _ => players is { } known ? MostShared(ranges, known, dense: ranking == LeaderboardRanking.Dense) : null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // Most is paid when the better the prizes of a rank are, the more players tie there.
    private static decimal MostShared(List<RankSpan> ranges, int players, bool dense)
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

    // The ranks cut into pieces of equal prizes, from the first rank to the last that wins anything.
    private static List<RankSpan> PiecesOf(List<RankSpan> ranges)
    {
        int last = ranges.Max(range => range.To);
        int[] starts = [.. ranges.SelectMany(range => new[] { range.From, range.To + 1L }).Append(1).Where(start => start <= last).Select(start => (int)start).Distinct().Order()];
        return
        [
            .. starts.Select((start, i) => new RankSpan(
                start, i + 1 < starts.Length ? starts[i + 1] - 1 : last, ranges.Where(range => range.From <= start && start <= range.To).Sum(range => range.Amount))),
        ];
    }

    private static decimal? Sum(List<RankSpan> ranges, Func<RankSpan, decimal> paid) => ranges.Any(range => range.To == int.MaxValue) ? null : ranges.Sum(paid);

    private static RankSpan RangeOf(Prize prize, int? players)
    {
        int last = Math.Min(prize.ToRank ?? int.MaxValue, players ?? int.MaxValue);
        if (prize.TopPercent is { } percent && players is { } known)
            last = Math.Min(last, PrizeRanks.LastOf(percent, known));
        return new RankSpan(prize.FromRank ?? 1, last, prize.Reward.Amount);
    }
}

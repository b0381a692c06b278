namespace Gamezop.Scores.Competitions;

/// <summary>The most that is paid where ties divide the prizes of the places that they take up, and ranks have no gaps.</summary>
/// <remarks>
/// The players tied on dense rank r divide the prizes of the places r, r + 1, … as many as there are of them. So each rank from 1 to r can pay place r's prizes once: at most r
/// times together, and every time takes one player. A place can be paid at most once more often than the place before it: only the rank of its own number is new there.
/// </remarks>
internal static class DenseSplitBudget
{
    // About a tenth of a second.
    private const long MostSteps = 4_000_000;
    private const decimal Impossible = -1;

    /// <summary>How often the prizes of some places can be paid when there are players enough.</summary>
    public static decimal SharesOf(int from, int to) => ((decimal)to - from + 1) * ((decimal)from + to) / 2;

    /// <summary>The most that is paid.</summary>
    /// <param name="pieces">Ranks of equal prizes, from the first rank on without a gap.</param>
    /// <param name="players">How many players there can be.</param>
    /// <returns>
    /// The exact maximum, with one exception: where lower places win more than higher ones, so many places are won that the players cannot take all shares, and there are thousands of them,
    /// it is the sum of the best shares, which is never less.
    /// </returns>
    public static decimal MostPaid(IReadOnlyList<RankSpan> pieces, int players)
    {
        bool declining = pieces.Zip(pieces.Skip(1)).All(pair => pair.First.Amount >= pair.Second.Amount);
        bool enough = pieces.Sum(piece => SharesOf(piece.From, piece.To)) <= players;
        return declining || enough || StepsOf(pieces[^1].To, players) > MostSteps ? BestShares(pieces, players) : Exact(pieces, players);
    }

    // Each player takes one share of a place, the most valuable ones first.
    private static decimal BestShares(IReadOnlyList<RankSpan> pieces, int players)
    {
        decimal paid = 0;
        decimal left = players;
        foreach (RankSpan piece in pieces.OrderByDescending(piece => piece.Amount))
        {
            decimal taken = Math.Min(left, SharesOf(piece.From, piece.To));
            paid += taken * piece.Amount;
            left -= taken;
        }

        return paid;
    }

    private static double StepsOf(int places, int players) => (double)places * players * HighestCount(players);

    // To be paid so many times, a place needs all before it paid as often as they can be.
    private static int HighestCount(int players)
    {
        int count = 1;
        while ((long)(count + 1) * (count + 2) / 2 <= players)
            count++;
        return count;
    }

    // Place by place: how often it is paid, how many players are used up, and the most that this can come to.
    private static decimal Exact(IReadOnlyList<RankSpan> pieces, int players)
    {
        int highest = HighestCount(players);
        decimal[][] paid = [.. Enumerable.Range(0, highest + 1).Select(_ => new decimal[players + 1])];
        decimal[][] next = [.. Enumerable.Range(0, highest + 1).Select(_ => new decimal[players + 1])];
        Clear(paid);
        paid[1][1] = pieces[0].Amount;
        decimal most = paid[1][1];
        foreach (RankSpan piece in pieces)
            for (int place = Math.Max(piece.From, 2); place <= piece.To; place++)
            {
                Clear(next);
                for (int used = 1; used < players; used++)
                {
                    decimal best = paid[highest][used];
                    for (int count = highest; count > 0; count--)
                    {
                        // From a place that is paid at most once less often.
                        best = Math.Max(best, paid[Math.Max(1, count - 1)][used]);
                        if (best == Impossible || used + count > players)
                            continue;
                        next[count][used + count] = best + (piece.Amount * count);
                        most = Math.Max(most, next[count][used + count]);
                    }
                }

                (paid, next) = (next, paid);
            }

        return most;
    }

    private static void Clear(decimal[][] paid)
    {
        foreach (decimal[] used in paid)
            Array.Fill(used, Impossible);
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Who wins what: a function of the final places alone.</summary>
/// <param name="prizes">The prizes.</param>
/// <param name="ties">What players get who share a rank.</param>
/// <param name="ascending">Whether lower scores are better.</param>
/// <param name="players">How many players have an entry.</param>
internal sealed class PrizeTable(IReadOnlyList<Prize> prizes, PrizeTies ties, bool ascending, int players)
{
    /// <summary>After this rank nobody wins anything.</summary>
    public int LastRank { get; } = prizes.Select(prize => LastRankOf(prize, players)).DefaultIfEmpty(0).Max();

    /// <summary>Whether players of one rank have to be known together.</summary>
    public bool NeedsGroups => ties == PrizeTies.Split;

    /// <summary>What the players of one rank win.</summary>
    /// <param name="group">All of them, in the order in which they reached the score; or, where they are independent, any of them.</param>
    public IEnumerable<PrizeWin> Of(IReadOnlyList<FrozenEntry> group) => NeedsGroups && group.Count > 1 ? Divide(group) : group.SelectMany(Whole);

    private static int LastRankOf(Prize prize, int players) =>
        Math.Min(prize.ToRank ?? int.MaxValue, prize.TopPercent is { } percent ? PrizeRanks.LastOf(percent, players) : int.MaxValue);

    private IEnumerable<PrizeWin> Whole(FrozenEntry entry)
    {
        for (int i = 0; i < prizes.Count; i++)
            if (PlacesWithin(prizes[i], entry.Rank, 1) > 0 && Reaches(prizes[i], entry.Score))
                yield return new PrizeWin(i, entry.UserId, entry.Rank, prizes[i].Reward);
    }

    // k players at rank r take up the places r to r + k - 1.
    private IEnumerable<PrizeWin> Divide(IReadOnlyList<FrozenEntry> group)
    {
        var pools = new Dictionary<string, Pool>(StringComparer.Ordinal);
        for (int i = 0; i < prizes.Count; i++)
        {
            Prize prize = prizes[i];
            int places = PlacesWithin(prize, group[0].Rank, group.Count);
            if (places == 0 || !Reaches(prize, group[0].Score))
                continue;
            if (!pools.TryGetValue(prize.Reward.Kind, out Pool? pool))
                pools[prize.Reward.Kind] = pool = new Pool(i, prize.Reward);
            pool.Add(prize.Reward.Amount, places);
        }

        foreach (Pool pool in pools.Values)
            for (int i = 0; i < group.Count; i++)
                if (pool.ShareOf(i, group.Count) is > 0 and var share)
                    yield return new PrizeWin(pool.Prize, group[i].UserId, group[i].Rank, pool.Reward with { Amount = share });
    }

    private int PlacesWithin(Prize prize, int first, int count)
    {
        long last = Math.Min((long)first + count - 1, LastRankOf(prize, players));
        return (int)Math.Max(0, last - Math.Max(first, prize.FromRank ?? 1) + 1);
    }

    private bool Reaches(Prize prize, double score) => prize.MinScore is not { } least || (ascending ? score <= least : score >= least);

    /// <summary>The prizes of one kind that are divided, in whole units of their last decimal.</summary>
    private sealed class Pool(int prize, Reward reward)
    {
        private readonly List<(decimal Amount, int Places)> _added = [];

        public int Prize => prize;

        public Reward Reward => reward;

        public void Add(decimal amount, int places) => _added.Add((amount, places));

        public decimal ShareOf(int index, int count)
        {
            decimal unit = 1;
            for (int scale = _added.Max(added => added.Amount.Scale); scale > 0; scale--)
                unit /= 10;
            Int128 units = 0;
            foreach ((decimal amount, int places) in _added)
                units += (Int128)(amount / unit) * places;
            return (decimal)((units / count) + (index == 0 ? units % count : 0)) * unit;
        }
    }
}

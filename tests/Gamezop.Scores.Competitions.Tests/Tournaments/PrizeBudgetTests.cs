using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A budget against every way in which a few players can tie and reach scores, paid by the product's own prize table.</summary>
public sealed class PrizeBudgetTests
{
    private const decimal Cent = 0.01m;

    public static TheoryData<LeaderboardRanking, PrizeTies> Kinds => new()
    {
        { LeaderboardRanking.Ordinal, PrizeTies.Share },
        { LeaderboardRanking.Competition, PrizeTies.Share },
        { LeaderboardRanking.Competition, PrizeTies.Split },
        { LeaderboardRanking.Dense, PrizeTies.Share },
        { LeaderboardRanking.Dense, PrizeTies.Split },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_least_budget_that_is_accepted_is_the_most_that_can_be_won(LeaderboardRanking ranking, PrizeTies ties)
    {
        var random = new Random(17);
        for (int i = 0; i < 300; i++)
        {
            int players = random.Next(1, 8);
            bool ascending = random.Next(2) == 0;
            Prize[] prizes = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomPrize(random))];
            decimal most = Patterns(players).Max(groups => PaidAtMost(prizes, ranking, ties, ascending, groups));
            string what = string.Join("; ", prizes.Select(prize => FormattableString.Invariant($"{prize.FromRank}-{prize.ToRank} {prize.TopPercent}% {prize.MinScore}: {prize.Reward.Amount}")));

            Accepts(prizes, ranking, ties, ascending, players, most).Should().BeTrue("{0} players can win {1} of {2}", players, most, what);
            if (most > 0)
                Accepts(prizes, ranking, ties, ascending, players, most - Cent).Should().BeFalse("{0} players can win {1} of {2}", players, most, what);
        }
    }

    [Theory]
    // Two tied players divide both prizes; each by itself gets one: 2 either way.
    [InlineData(2, 2, 1, 2)]
    // One on rank 1, two tied on rank 2 who divide the places 2 and 3: 1 + 1 + 1.
    [InlineData(3, 3, 1, 3)]
    // 1,000 players cannot take the 1 + 2 + ... + 100 shares of the first 100 places: each takes one.
    [InlineData(1000, 100, 1, 1000)]
    // 10,000 can: 5,050.
    [InlineData(10_000, 100, 1, 5050)]
    [InlineData(2_000_000_000, 1_000_000_000, 1, 2_000_000_000)]
    public void Divided_among_dense_ranks_each_player_takes_a_share(int players, int toRank, decimal each, decimal most)
    {
        Prize[] prizes = [Ranks(1, toRank, each)];
        Accepts(prizes, LeaderboardRanking.Dense, PrizeTies.Split, false, players, most).Should().BeTrue();
        Accepts(prizes, LeaderboardRanking.Dense, PrizeTies.Split, false, players, most - Cent).Should().BeFalse();
    }

    [Fact]
    public void Divided_among_dense_ranks_without_a_limit_of_players_each_place_is_won_as_often_as_it_can_be()
    {
        // Place 2 by the ranks 1 and 2, place 3 by 1, 2 and 3.
        Prize[] prizes = [At(2, 10), At(3, 1)];
        Accepts(prizes, LeaderboardRanking.Dense, PrizeTies.Split, false, null, 23).Should().BeTrue();
        Accepts(prizes, LeaderboardRanking.Dense, PrizeTies.Split, false, null, 23 - Cent).Should().BeFalse();
    }

    private static bool Accepts(Prize[] prizes, LeaderboardRanking ranking, PrizeTies ties, bool ascending, int? players, decimal budget)
    {
        try
        {
            new TournamentsOptions().Add(new TournamentDefinition
            {
                Id = "a",
                StartsAt = Leaderboards.Events.Noon,
                Duration = TimeSpan.FromHours(1),
                Order = ascending ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
                Ranking = ranking,
                PrizeTies = ties,
                JoinRequired = true,
                MaxPlayers = players,
                Prizes = prizes,
                Budget = budget,
            });
            return true;
        }
        catch (TournamentDefinitionException refused) when (refused.Member == nameof(TournamentDefinition.Budget))
        {
            return false;
        }
    }

    private static Prize RandomPrize(Random random)
    {
        int? from = random.Next(3) == 0 ? null : random.Next(1, 6);
        return new Prize
        {
            FromRank = from,
            ToRank = random.Next(3) == 0 ? null : (from ?? 1) + random.Next(4),
            TopPercent = random.Next(3) == 0 ? random.Next(1, 101) : null,
            MinScore = random.Next(3) == 0 ? random.Next(-3, 4) : null,
            Reward = new Reward(random.Next(2) == 0 ? "coins" : "gems", random.Next(1, 1000) / 100m),
        };
    }

    // Every way to divide up to so many players into groups of equal scores.
    private static IEnumerable<int[]> Patterns(int players)
    {
        yield return [];
        for (int first = 1; first <= players; first++)
            foreach (int[] others in Patterns(players - first))
                yield return [first, .. others];
    }

    // For each number of groups, from the top, that reach any score at all; the others reach none. In between thresholds nothing more can be won.
    private static decimal PaidAtMost(Prize[] prizes, LeaderboardRanking ranking, PrizeTies ties, bool ascending, int[] groups)
    {
        decimal most = 0;
        for (int good = 0; good <= groups.Length; good++)
            most = Math.Max(most, Paid(prizes, ranking, ties, ascending, groups, good));
        return most;
    }

    private static decimal Paid(Prize[] prizes, LeaderboardRanking ranking, PrizeTies ties, bool ascending, int[] groups, int good)
    {
        var table = new PrizeTable(prizes, ties, ascending, groups.Sum());
        decimal paid = 0;
        int ahead = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            double score = (i < good ? 1_000 : -1_000) - i;
            List<FrozenEntry> entries = [];
            for (int k = 0; k < groups[i]; k++)
            {
                int rank = ranking switch
                {
                    LeaderboardRanking.Ordinal => ahead + k + 1,
                    LeaderboardRanking.Competition => ahead + 1,
                    _ => i + 1,
                };
                entries.Add(new FrozenEntry("", ahead + k, rank, ahead, $"{ahead + k}", ascending ? -score : score, Leaderboards.Events.Noon, null));
            }

            paid += table.Of(entries).Sum(win => win.Reward.Amount);
            ahead += groups[i];
        }

        return paid;
    }
}

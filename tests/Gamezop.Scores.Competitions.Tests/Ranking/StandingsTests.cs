using System.Text;
using CsCheck;

namespace Gamezop.Scores.Competitions.Tests.Ranking;

public sealed class StandingsTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 700).Select(i => i % 7 == 0 ? $"\uFFFD{i}" : i % 7 == 1 ? $"\U0001F600{i}" : $"u{i}")];

    private static readonly Gen<(int Op, int User, int Score, int Ticks)[]> Moves = Gen.Select(Gen.Int[0, 9], Gen.Int[0, Ids.Length - 1], Gen.Int[0, 40], Gen.Int[0, 3]).Array[1, 3000];

    [Theory]
    [InlineData(LeaderboardRanking.Ordinal)]
    [InlineData(LeaderboardRanking.Competition)]
    [InlineData(LeaderboardRanking.Dense)]
    public void A_ranking_equals_a_sorted_list_after_any_moves(LeaderboardRanking ranking) => Moves.Sample(
        moves =>
        {
            var standings = new Standings(ranking);
            var model = new Dictionary<string, (int Score, int Ticks)>();
            // A third of the moves remove: leaves must join, and slots be used again.
            foreach ((int op, int user, int score, int ticks) in moves)
                if (op < 3)
                {
                    standings.Remove(Ids[user]).Should().Be(model.Remove(Ids[user]));
                }
                else
                {
                    standings.Set(Ids[user], score, ticks, "DE");
                    model[Ids[user]] = (score, ticks);
                }

            Check(standings, model, ranking);
        },
        iter: 60);

    [Fact]
    public void Emptying_and_filling_again_leaves_nothing_behind()
    {
        var standings = new Standings(LeaderboardRanking.Dense);
        for (int round = 0; round < 3; round++)
        {
            foreach (int i in Enumerable.Range(0, 20_000))
                standings.Set($"u{i}", (i * 7919) % 20_000, 0, null);
            standings.Page(19_999, 1).Users.Single().Key.Should().Be(19_999);
            foreach (int i in Enumerable.Range(0, 20_000))
                standings.Remove($"u{(i * 31) % 20_000}").Should().BeTrue();
            standings.Count.Should().Be(0);
            standings.Page(0, 10).Users.Should().BeEmpty();
        }
    }

    [Fact]
    public void Around_a_user_stops_at_both_ends()
    {
        var standings = new Standings(LeaderboardRanking.Competition);
        foreach (int i in Enumerable.Range(0, 10))
            standings.Set($"u{i}", i / 2, 0, null);
        standings.Around("u0", 2, fill: false)!.Value.Around.Select(user => user.UserId).Should().Equal("u0", "u1", "u2");
        standings.Around("u9", 2, fill: false)!.Value.Around.Select(user => user.UserId).Should().Equal("u7", "u8", "u9");
        standings.Around("u5", 1, fill: false)!.Value.Around.Select(user => (user.UserId, user.Rank)).Should().Equal(("u4", 5), ("u5", 5), ("u6", 7));
        standings.Around("u5", 1, fill: false)!.Value.Better.Should().Be(4);
        standings.Around("nobody", 1, fill: false).Should().BeNull();
    }

    [Fact]
    public void Many_threads_may_use_one_ranking()
    {
        var standings = new Standings(LeaderboardRanking.Ordinal);
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                standings.Set($"u{(i * 13) % 1000}", (i * thread) % 997, 0, null);
                standings.TryFind($"u{i % 1000}", out _);
                standings.Page(i % 1000, 5);
            }
        });
        standings.Page(0, 2000).Users.Should().BeInAscendingOrder(user => user.Key).And.HaveCount(1000);
    }

    [Fact]
    public void Ids_are_ordered_by_their_UTF8_bytes() => Gen.Select(Gen.String, Gen.String).Where((a, b) => IsText(a) && IsText(b)).Sample(
        (a, b) => Math.Sign(Utf8Order.Compare(a, b)) == Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))), iter: 10_000);

    [Fact]
    public void Keys_are_ordered_as_scores_are_and_give_them_back() => Gen.Select(Gen.Double, Gen.Double, Gen.Bool).Where((a, b, _) => double.IsFinite(a) && double.IsFinite(b)).Sample(
        (a, b, ascending) =>
        {
            RankKey.ToScore(RankKey.OfScore(a, ascending), ascending).Should().Be(a);
            RankKey.OfScore(a, ascending).CompareTo(RankKey.OfScore(b, ascending)).Should().Be(ascending ? a.CompareTo(b) : b.CompareTo(a));
        },
        iter: 10_000);

    [Fact]
    public void Minus_zero_is_zero() => RankKey.OfScore(-0.0, true).Should().Be(RankKey.OfScore(0.0, true));

    [Theory]
    [InlineData("in", "IN")]
    [InlineData("De", "DE")]
    [InlineData("ZZ", "ZZ")]
    [InlineData("IND", null)]
    [InlineData("I1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("\u0130N", null)]
    [InlineData("@A", null)]
    [InlineData("[A", null)]
    public void A_country_is_two_letters(string? text, string? country) => CountryCode.Normalize(text).Should().Be(country);

    private static bool IsText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static void Check(Standings standings, Dictionary<string, (int Score, int Ticks)> model, LeaderboardRanking ranking)
    {
        var sorted = model.OrderBy(pair => pair.Value.Score).ThenBy(pair => pair.Value.Ticks).ThenBy(pair => Convert.ToHexString(Encoding.UTF8.GetBytes(pair.Key)), StringComparer.Ordinal).ToList();
        var expected = sorted.Select((pair, position) => (pair.Key, ranking switch
        {
            LeaderboardRanking.Competition => 1 + sorted.Count(other => other.Value.Score < pair.Value.Score),
            LeaderboardRanking.Dense => 1 + sorted.Select(other => other.Value.Score).Distinct().Count(score => score < pair.Value.Score),
            _ => position + 1,
        })).ToList();
        (RankedUser[] users, int total) = standings.Page(0, int.MaxValue);
        total.Should().Be(model.Count);
        users.Select(user => (user.UserId, user.Rank)).Should().Equal(expected);
        if (sorted.Count == 0)
            return;
        int half = sorted.Count / 2;
        standings.Page(half, 10).Users.Select(user => (user.UserId, user.Rank)).Should().Equal(expected.Skip(half).Take(10));
        foreach ((string id, int rank) in expected.Where((_, i) => i % 17 == 0))
        {
            standings.TryFind(id, out RankedUser user).Should().BeTrue();
            (user.UserId, user.Rank).Should().Be((id, rank));
        }
    }
}

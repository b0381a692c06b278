using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Tournaments as a person would work them out on paper.</summary>
public sealed class TournamentReferenceCases
{
    private static readonly DateTimeOffset End = Noon.AddHours(1);

    /// <summary>
    /// On paper: ann 100 at 12:01, bob 100 at 12:02, cid 90 at 12:03; dan 200, who is banned; ann's 500, made at 12:30, arrives at 14:00, 50 minutes after the grace: late.
    /// Standings 1 ann 100, 1 bob 100, 3 cid 90. First prize 60 coins, second 30, third 10.
    /// Shared: ann and bob are both first, and cid is third: 60, 60, 10. Split: ann and bob take the first two places, (60 + 30) / 2 = 45 each, cid 10.
    /// </summary>
    [Theory]
    [InlineData(PrizeTies.Share, "p/cup/0/ann 60 coins", "p/cup/0/bob 60 coins", "p/cup/2/cid 10 coins")]
    [InlineData(PrizeTies.Split, "p/cup/0/ann 45 coins", "p/cup/0/bob 45 coins", "p/cup/2/cid 10 coins")]
    public async Task Three_players_two_ties_a_late_event_and_a_ban(PrizeTies ties, params string[] onPaper)
    {
        TournamentDefinition cup = With(Cup(At(1, 60), At(2, 30), At(3, 10)), ties);
        TournamentWorld world = await TournamentWorld.StartAsync(cup);
        await world.HandleAsync(Played("bob", "b", Noon.AddMinutes(2), 100), Played("dan", "d", Noon.AddMinutes(1), 200), Played("cid", "c", Noon.AddMinutes(3), 90));
        await world.Users.BanAsync("dan", "op", "cheated");
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 100));
        (await world.ShowAsync("cup")).Should().Be("1:ann=100 1:bob=100 3:cid=90");

        world.Time.SetUtcNow(Noon.AddHours(2));
        await world.HandleAsync(Played("ann", "late", Noon.AddMinutes(30), 500, receivedAt: Noon.AddHours(2)));
        await world.RunAsync();

        (await world.ShowAsync("cup")).Should().Be("1:ann=100 1:bob=100 3:cid=90");
        (await world.GrantsAsync()).Should().Equal(onPaper);
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Finished);
        (await world.Tournaments.GetUncountedAsync("cup")).Should().ContainSingle().Which.Reason.Should().Be(UncountedReason.Late);
        world.Told.Should().Equal("s/cup", "e/cup");
        world.Ended.Should().ContainSingle().Which.Should().Match<TournamentEnded>(ended => ended.Players == 3 && ended.Prizes == 3);
        (await world.Tournaments.GetWinnersAsync("cup")).Select(winner => winner.Entry.UserId).Should().Equal("ann", "bob", "cid");
    }

    /// <summary>On paper: 100 coins for the first place alone, three tie: 33 each, and the one that is left goes to who was first.</summary>
    [Fact]
    public async Task What_cannot_be_divided_goes_to_who_was_first()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(With(Cup(At(1, 100)), PrizeTies.Split));
        await world.HandleAsync(Played("cid", "c", Noon.AddMinutes(3), 7), Played("bob", "b", Noon.AddMinutes(2), 7), Played("ann", "a", Noon.AddMinutes(4), 7));
        await world.RunAsync(Settled(End));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 33 coins", "p/cup/0/bob 34 coins", "p/cup/0/cid 33 coins");
    }

    /// <summary>On paper: 25 percent of 7 players is 1.75, rounded down 1; of 2 players it is 0.5, and one at least wins.</summary>
    [Theory]
    [InlineData(7, 1)]
    [InlineData(2, 1)]
    [InlineData(8, 2)]
    public async Task The_best_so_many_percent_are_rounded_down_and_at_least_one(int players, int winners)
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(new Prize { TopPercent = 25, Reward = new Reward("coins", 5) }));
        await world.HandleAsync(Enumerable.Range(1, players).Select(i => Played($"u{i}", "p", Noon.AddMinutes(i), i)));
        await world.RunAsync(Settled(End));
        (await world.GrantsAsync()).Should().Equal(Enumerable.Range(0, winners).Select(i => $"p/cup/0/u{players - i} 5 coins").Order(StringComparer.Ordinal));
    }

    /// <summary>On paper: who is first and has 50 points gets both prizes; in a race of 50 seconds at most, who needed 51 gets nothing.</summary>
    [Theory]
    [InlineData(LeaderboardOrder.Descending, "p/cup/0/bob 9 coins", "p/cup/1/ann 1 coins", "p/cup/1/bob 1 coins")]
    [InlineData(LeaderboardOrder.Ascending, "p/cup/0/cid 9 coins", "p/cup/1/ann 1 coins", "p/cup/1/cid 1 coins")]
    public async Task A_player_gets_every_prize_that_matches(LeaderboardOrder order, params string[] onPaper)
    {
        TournamentDefinition cup = Cup(At(1, 9), new Prize { MinScore = 50, Reward = new Reward("coins", 1) });
        TournamentWorld world = await TournamentWorld.StartAsync(With(cup, PrizeTies.Share, order));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 50), Played("bob", "b", Noon.AddMinutes(1), 51), Played("cid", "c", Noon.AddMinutes(1), 49));
        await world.RunAsync(Settled(End));
        (await world.GrantsAsync()).Should().Equal(onPaper);
    }

    /// <summary>
    /// On paper, two attempts: of a the earliest event is at 12:01:00, of c, which says that it lasted an hour, at 12:06:00, and of b, which never ended, at 12:00:20. The first two are b and a: ann
    /// has a's 10. Only when b's start arrives is it known that c is the third, whatever duration it states.
    /// </summary>
    [Fact]
    public async Task The_attempts_that_began_first_count_finished_or_not()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(With(Cup(), attempts: 2));
        await world.HandleAsync(Played("ann", "a", Noon.AddSeconds(60), 10, seconds: 50), Played("ann", "c", Noon.AddMinutes(6), 900, seconds: 3600));
        (await world.ShowAsync("cup")).Should().Be("1:ann=900");
        await world.HandleAsync(Played("ann", "b", Noon.AddSeconds(20), 0, GameState.Start));
        (await world.ShowAsync("cup")).Should().Be("1:ann=10");

        await world.Tournaments.GrantAttemptsAsync("cup", "ann", 1, "op", "lost the connection");
        (await world.ShowAsync("cup")).Should().Be("1:ann=900");
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:ann=900");
        (await world.Tournaments.GetActionsAsync("cup")).Should().ContainSingle().Which.Should().Be(new TournamentAction(Noon, "grant-attempts", "cup", "cup", "ann", "op", "lost the connection"));
    }

    /// <summary>On paper: a game that is only loaded uses no attempt, and its score of 0 counts for nothing.</summary>
    [Fact]
    public async Task A_game_that_is_only_loaded_uses_no_attempt()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(With(Cup(), attempts: 1));
        await world.HandleAsync(Played("ann", "a", Noon.AddSeconds(1), 0, GameState.Loaded), Played("ann", "b", Noon.AddSeconds(60), 10, seconds: 50));
        (await world.ShowAsync("cup")).Should().Be("1:ann=10");
    }

    /// <summary>On paper: the three best of 5, 7, 1.5 and 2 are 14; of two plays 9 and 1 the sum is 10.</summary>
    [Fact]
    public async Task The_best_plays_are_added()
    {
        TournamentDefinition cup = Cup();
        TournamentWorld world = await TournamentWorld.StartAsync(With(cup, scoring: TournamentScoring.SumOfBest(3)));
        await world.HandleAsync(new[] { 5, 7, 1.5, 2 }.Select((score, i) => Played("ann", $"p{i}", Noon.AddMinutes(i), score)));
        await world.HandleAsync(Played("bob", "p", Noon.AddMinutes(1), 9), Played("bob", "q", Noon.AddMinutes(2), 1));
        (await world.ShowAsync("cup")).Should().Be("1:ann=14 2:bob=10");
    }

    /// <summary>On paper: India and Nepal take part, by each event's own country; ann's better score was made in France.</summary>
    [Fact]
    public async Task An_events_own_country_decides()
    {
        TournamentDefinition cup = With(Cup(), countries: ["in", "NP"]);
        TournamentWorld world = await TournamentWorld.StartAsync(cup);
        await world.HandleAsync(
            Played("ann", "a", Noon.AddMinutes(1), 5, country: "IN"), Played("ann", "b", Noon.AddMinutes(2), 50, country: "FR"), Played("bob", "c", Noon.AddMinutes(3), 6, country: "np"),
            Played("cid", "d", Noon.AddMinutes(3), 60));
        (await world.ShowAsync("cup")).Should().Be("1:bob=6 2:ann=5");
    }

    private static TournamentDefinition With(
        TournamentDefinition cup, PrizeTies ties = PrizeTies.Share, LeaderboardOrder order = LeaderboardOrder.Descending, int? attempts = null, TournamentScoring? scoring = null, string[]? countries = null) => new()
        {
            Id = cup.Id,
            Games = cup.Games,
            StartsAt = cup.StartsAt,
            Duration = cup.Duration,
            Grace = cup.Grace,
            Ranking = cup.Ranking,
            Prizes = cup.Prizes,
            PrizeTies = ties,
            Order = order,
            MaxAttempts = attempts,
            Scoring = scoring ?? cup.Scoring,
            Countries = countries ?? [],
        };
}

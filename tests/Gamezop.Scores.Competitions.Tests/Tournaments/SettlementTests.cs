using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

public sealed class SettlementTests
{
    private static readonly DateTimeOffset End = Noon.AddHours(1);

    [Fact]
    public async Task A_tournament_is_settled_after_its_end_grace_and_the_append_time()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 1));
        await world.RunAsync(Settled(End).AddSeconds(-1));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Settling);
        (await world.GrantsAsync()).Should().BeEmpty();
        await world.RunAsync(Settled(End));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task A_score_that_was_received_in_time_and_waits_holds_the_settlement()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        Event waiting = Played("ann", "a", Noon.AddMinutes(1), 1);
        world.OldestWaiting = waiting.ReceivedAt;
        await world.RunAsync(Noon.AddDays(1));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Settling);
        await world.HandleAsync(waiting);
        world.OldestWaiting = null;
        await world.RunAsync();
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task An_operator_holds_the_settlement_and_lets_go()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup());
        await world.Tournaments.HoldAsync("cup", "op", "outage");
        await world.RestartAsync();
        await world.RunAsync(Noon.AddDays(1));
        (await world.Tournaments.GetAsync("cup")).Should().Match<TournamentInfo>(info => info.Status == TournamentStatus.Settling && info.IsHeld);
        await world.Tournaments.ReleaseAsync("cup", "op", "over");
        await world.RunAsync();
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Finished);
        (await world.Tournaments.GetActionsAsync("cup")).Select(action => action.Kind).Should().Equal("release", "hold");
    }

    /// <summary>The process is killed before, and after, each of its writes in turn; a late score and a ban come in before it is up again.</summary>
    [Theory]
    [InlineData(PrizeTies.Share)]
    [InlineData(PrizeTies.Split)]
    public async Task Killed_at_any_step_nothing_is_lost_and_nothing_is_granted_twice(PrizeTies ties)
    {
        (string standings, string[] grants, int _) = await SettleAsync(ties, 0, false);
        // Who ties shares one grant of a kind where it is divided.
        grants.Should().HaveCount(ties == PrizeTies.Split ? 2_500 : 2_502);
        int steps = 0;
        for (int at = 1; ; at++)
        {
            (string Standings, string[] Grants, int Killed) before = await SettleAsync(ties, at, after: false);
            (string Standings, string[] Grants, int Killed) after = await SettleAsync(ties, at, after: true);
            before.Standings.Should().Be(standings, "killed before write {0}", at);
            after.Standings.Should().Be(standings, "killed after write {0}", at);
            before.Grants.Should().Equal(grants, "killed before write {0}", at);
            after.Grants.Should().Equal(grants, "killed after write {0}", at);
            if (before.Killed == 0)
                break;
            steps++;
        }

        // Begin, close, three freezes, three times who has a place, frozen, plays dropped, the batches of grants, finished, start and end told.
        steps.Should().Be(13 + (int)Math.Ceiling(grants.Length / 250.0));
    }

    [Fact]
    public async Task A_handler_that_fails_is_told_again_also_after_a_restart()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup());
        world.Hook = _ => new InvalidOperationException("not now");
        await world.RunAsync(Settled(End));
        await world.RunAsync();
        world.Told.Should().BeEmpty();
        world.Hook = key => key.StartsWith('e') ? new InvalidOperationException("not now") : null;
        await world.RestartAsync();
        await world.RunAsync();
        world.Hook = _ => null;
        world.Told.Should().Equal("s/cup");
        await world.RestartAsync();
        await world.RunAsync();
        await world.RunAsync();
        world.Told.Should().Equal("s/cup", "e/cup");
    }

    [Fact]
    public async Task One_that_is_removed_while_its_end_is_told_does_not_come_back()
    {
        TournamentWorld world = await TournamentWorld.StartAsync();
        await world.Tournaments.CreateAsync(Cup());
        world.Hook = key =>
        {
            if (key == "e/cup")
                world.Tournaments.RemoveAsync("cup", "op", "it is over").AsTask().GetAwaiter().GetResult();
            return null;
        };
        await world.RunAsync(Settled(End));
        world.Told.Should().Equal("s/cup", "e/cup");
        (await world.Tournaments.ListAsync()).Should().BeEmpty();
        await world.RestartAsync();
        (await world.Tournaments.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_player_disqualified_before_the_settlement_has_no_place_and_others_move_up()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 9), Played("bob", "b", Noon.AddMinutes(1), 8));
        await world.Tournaments.DisqualifyAsync("cup", "ann", "op", "bot");
        (await world.ShowAsync("cup")).Should().Be("1:bob=8");
        await world.RestartAsync();
        await world.HandleAsync(Played("ann", "c", Noon.AddMinutes(2), 10));
        (await world.ShowAsync("cup")).Should().Be("1:bob=8");
        await world.RunAsync(Settled(End));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/bob 5 coins");
    }

    [Fact]
    public async Task Disqualified_after_the_settlement_a_player_loses_the_prize_and_nobody_moves_up()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5), At(2, 3)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 9), Played("bob", "b", Noon.AddMinutes(1), 8));
        await world.RunAsync(Settled(End));
        await world.Tournaments.DisqualifyAsync("cup", "ann", "op", "bot");
        (await world.ShowAsync("cup")).Should().Be("2:bob=8");
        StoredReward withdrawn = (await world.Stores.Rewards.FindAsync(["p/cup/0/ann"], default)).Should().ContainSingle().Subject;
        withdrawn.Status.Should().Be(RewardStatus.Withdrawn);
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins", "p/cup/1/bob 3 coins");
    }

    [Fact]
    public async Task A_ban_that_ends_before_the_settlement_shows_the_player_again()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.Users.BanAsync("ann", "op", "doubt");
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 9), Played("bob", "b", Noon.AddMinutes(1), 8));
        (await world.ShowAsync("cup")).Should().Be("1:bob=8");
        await world.Users.UnbanAsync("ann", "op", "cleared");
        (await world.ShowAsync("cup")).Should().Be("1:ann=9 2:bob=8");
        await world.RunAsync(Settled(End));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task A_cancelled_tournament_has_no_places_and_no_prizes()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 9));
        await world.Tournaments.CancelAsync("cup", "op", "storm");
        await world.HandleAsync(Played("bob", "b", Noon.AddMinutes(1), 9));
        await world.RestartAsync();
        await world.RunAsync(Settled(End));
        (await world.ShowAsync("cup")).Should().BeEmpty();
        (await world.GrantsAsync()).Should().BeEmpty();
        world.Told.Should().Equal("c/cup");
        (await world.Tournaments.ListAsync(TournamentStatus.Cancelled)).Should().ContainSingle();
        await world.Invoking(it => it.Tournaments.HoldAsync("cup", "op", "too late").AsTask()).Should().ThrowAsync<TournamentRefusedException>();
    }

    [Fact]
    public async Task An_erased_player_is_gone_and_does_not_come_back()
    {
        using var file = new SqliteTournamentFile();
        var cup = new TournamentDefinition { Id = "cup", Games = [Game], StartsAt = Noon, Duration = TimeSpan.FromHours(1), Grace = TimeSpan.FromMinutes(10), JoinRequired = true };
        TournamentWorld world = await TournamentWorld.StartAsync(file.Open, Noon, cup);
        await world.Tournaments.JoinAsync("cup", "ann");
        await world.Tournaments.JoinAsync("cup", "bob");
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 9), Played("bob", "b", Noon.AddMinutes(1), 8));
        await world.Tournaments.DisqualifyAsync("cup", "ann", "op", "bot");
        world.Time.SetUtcNow(Noon.AddMinutes(2));
        await world.Users.EraseAsync("ann", "op", "asked for it");
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 9));
        (await world.ShowAsync("cup")).Should().Be("1:bob=8");
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(1);
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:bob=8");
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(1);
        (await world.Tournaments.GetJoinedAsync("cup")).Should().ContainSingle();
        (await world.Tournaments.GetActionsAsync("cup")).Should().ContainSingle().Which.UserId.Should().BeNull();
    }

    private static async Task<(string Standings, string[] Grants, int Killed)> SettleAsync(PrizeTies ties, int at, bool after)
    {
        var faults = new Faults();
        TournamentStores inner = TournamentStores.InMemory();
        TournamentStores stores = new(
            FaultyProxy<ITournamentStore>.Wrap(inner.Tournaments, faults), FaultyProxy<ILeaderboardStore>.Wrap(inner.Rankings, faults), FaultyProxy<IRewardStore>.Wrap(inner.Rewards, faults));
        var cup = new TournamentDefinition
        {
            Id = "cup",
            Games = [Game],
            StartsAt = Noon,
            Duration = TimeSpan.FromHours(1),
            Grace = TimeSpan.FromMinutes(10),
            Ranking = LeaderboardRanking.Competition,
            PrizeTies = ties,
            Prizes = [At(1, 100), At(2, 50), Ranks(null, null, 1)],
        };
        TournamentWorld world = await TournamentWorld.StartAsync(stores, Noon, cup);
        await world.HandleAsync(Enumerable.Range(0, 2_501).Select(i => Played($"u{i:0000}", "p", Noon.AddSeconds(i % 50), i == 0 ? 2_500 : i)));
        await world.Users.BanAsync("u2400", "op", "first");
        faults.Arm(at, after);
        await world.RunAsync(Settled(End));
        bool killed = faults.Happened;
        faults.Disarm();
        if (killed)
        {
            await world.RestartAsync();
            await world.HandleAsync(Played("late", "p", Noon.AddSeconds(1), 9_999, receivedAt: Settled(End)));
        }

        await world.RunAsync();
        await world.RunAsync();
        world.Told.Distinct().Should().Equal("s/cup", "e/cup");
        world.Told.Should().HaveCountLessThanOrEqualTo(killed ? 3 : 2);
        return (await world.ShowAsync("cup"), [.. (await world.GrantsAsync()).Distinct()], killed ? 1 : 0);
    }
}

using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>What operators do, cut off by a kill between two writes: after the restart it has happened, or it has not.</summary>
public sealed class InterruptedChangesTests
{
    private readonly Faults _faults = new();
    private readonly TournamentStores _inner = TournamentStores.InMemory();

    private TournamentStores Stores => new(
        FaultyProxy<ITournamentStore>.Wrap(_inner.Tournaments, _faults), FaultyProxy<ILeaderboardStore>.Wrap(_inner.Rankings, _faults), FaultyProxy<IRewardStore>.Wrap(_inner.Rewards, _faults));

    [Fact]
    public async Task A_cancelled_tournament_leaves_no_plays_behind()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Stores, Noon, Cup());
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 1));
        await KilledAsync(world, 2, () => world.Tournaments.CancelAsync("cup", "op", "storm"));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Cancelled);
        (await _inner.Rankings.StartAsync(default)).Boards.Should().BeEmpty();
    }

    [Fact]
    public async Task A_tournament_that_takes_the_id_of_a_removed_one_begins_with_nothing()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Stores, Noon, Cup());
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 1));
        await world.RunAsync(Settled(Noon.AddHours(1)));
        await KilledAsync(world, 2, () => world.Tournaments.RemoveAsync("cup", "op", "cleared away"));
        (await world.Tournaments.ListAsync()).Should().BeEmpty();
        (await _inner.Rankings.StartAsync(default)).Boards.Should().BeEmpty();

        await world.Tournaments.CreateAsync(new TournamentDefinition { Id = "cup", Games = [Game], StartsAt = Noon.AddDays(1), Duration = TimeSpan.FromHours(1) });
        (await world.ShowAsync("cup")).Should().BeEmpty();
        world.Time.SetUtcNow(Noon.AddDays(1).AddMinutes(2));
        await world.HandleAsync(Played("bob", "b", Noon.AddDays(1).AddMinutes(1), 2));
        (await world.ShowAsync("cup")).Should().Be("1:bob=2");
    }

    [Fact]
    public async Task A_change_has_happened_to_the_tournament_and_its_next_occurrence_or_to_neither()
    {
        bool killed = true;
        for (int at = 1; killed; at++)
            foreach (bool after in new[] { false, true })
            {
                var stores = TournamentStores.InMemory();
                var faults = new Faults();
                TournamentWorld world = await TournamentWorld.StartAsync(
                    new TournamentStores(FaultyProxy<ITournamentStore>.Wrap(stores.Tournaments, faults), FaultyProxy<ILeaderboardStore>.Wrap(stores.Rankings, faults), stores.Rewards), Noon);
                await world.Tournaments.CreateAsync(Evening(hours: 2));
                faults.Arm(at, after);
                try
                {
                    await world.Tournaments.ChangeAsync(Evening(hours: 1), "op", "shorter");
                }
                catch (IOException)
                {
                    // Killed.
                }

                killed = faults.Happened;
                faults.Disarm();
                await world.RestartAsync();
                TournamentInfo next = await world.Tournaments.GetAsync("evening");
                TimeSpan duration = world.Tournaments.Definitions.Single().Duration;
                (next.Definition.Duration, next.EndsAt - next.StartsAt).Should().Be((duration, duration), "killed at write {0}", at);
                (await world.Tournaments.GetActionsAsync("evening")).Should().HaveCount(duration == TimeSpan.FromHours(1) ? 1 : 0, "killed at write {0}", at);
            }
    }

    [Fact]
    public async Task An_order_that_was_learnt_is_known_to_every_occurrence()
    {
        var orders = new Orders();
        TournamentWorld world = await TournamentWorld.StartAsync(Stores, Noon);
        world.Orders = orders;
        await world.RestartAsync(new TournamentDefinition { Id = "cup", Games = [Game], Order = LeaderboardOrder.FromGamezop, StartsAt = Noon, Duration = TimeSpan.FromHours(1) });
        Event score = Played("ann", "a", Noon.AddMinutes(1), 1);
        await world.Awaiting(it => it.HandleAsync(score)).Should().ThrowAsync<LeaderboardOrderUnknownException>();
        orders.IsKnown = true;
        await KilledAsync(world, 2, async () => await world.AskForOrdersAgainAsync());
        await world.HandleAsync(score);
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
    }

    private static TournamentDefinition Evening(int hours) => new() { Id = "evening", Games = [Game], Cron = "0 20 * * *", Duration = TimeSpan.FromHours(hours) };

    // The process dies before a write, and starts again.
    private async Task KilledAsync(TournamentWorld world, int at, Func<ValueTask> operation)
    {
        _faults.Arm(at, after: false);
        await FluentActions.Awaiting(() => operation().AsTask()).Should().ThrowAsync<IOException>();
        _faults.Disarm();
        await world.RestartAsync();
    }

    private sealed class Orders : IGamezopLeaderboardOrders
    {
        public bool IsKnown { get; set; }

        public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) => IsKnown
            ? new(new Dictionary<string, LeaderboardOrder> { ["l"] = LeaderboardOrder.Descending })
            : throw new HttpRequestException("Gamezop does not answer.");
    }
}

using Gamezop.Scores.Competitions.Tests.Tournaments;
using static Gamezop.Scores.Competitions.Tests.Plausibility.Plays;
using static Gamezop.Scores.GameState;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Whichever write is a process's last: the events come again, or the operator does, and it comes to the same.</summary>
public sealed class KilledTests
{
    private static readonly PlausibilityRules Rules = new() { MaxScore = 100, OneUserPerPlay = true, OneCountryPerSession = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_any_write_of_events_it_comes_to_the_same(bool after)
    {
        int writes = 0;
        for (bool killed = true; killed;)
        {
            (TournamentWorld world, Faults faults) = await StartAsync();
            await HandleAsync(world, 0);
            faults.Arm(++writes, after);
            killed = await IsKilledAsync(() => HandleAsync(world, 1));
            faults.Disarm();
            await world.RestartAsync();
            await HandleAsync(world, 1);
            await CheckAsync(world);
        }

        writes.Should().BeGreaterThan(8, "dossiers, verdicts, boards, standings");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Killed_at_any_write_of_a_decision_it_is_kept_or_can_be_made_again(bool release, bool after)
    {
        int writes = 0;
        for (bool killed = true; killed;)
        {
            (TournamentWorld world, Faults faults) = await StartAsync();
            await world.HandleAsync(Event(Over, 1, 500), Event(Over, 2, 7, play: "q"));
            QuarantinedEvent entry = (await world.QuarantinedAsync()).Single();
            faults.Arm(++writes, after);
            killed = await IsKilledAsync(async () => await world.DecideAsync(entry, release));
            faults.Disarm();
            await world.RestartAsync();
            if (await world.QuarantinedAsync() is [var still])
                (await world.DecideAsync(still, release)).Should().BeTrue();
            (await QuarantineTests.ShowAsync(world)).Should().Be(release ? "ann=500 | 1:ann=500" : "ann=7 | 1:ann=7");
        }

        writes.Should().BeGreaterThan(release ? 4 : 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_fails_once_is_made_up_for_without_a_restart_and_what_is_settled_is_right(bool after)
    {
        int writes = 0;
        for (bool failed = true; failed;)
        {
            (TournamentWorld world, Faults faults) = await StartAsync();
            faults.Arm(++writes, after);
            failed = await IsKilledAsync(() => HandleAsync(world, 0));
            faults.Disarm();
            await HandleAsync(world, 0);
            (await QuarantineTests.ShowAsync(world)).Should().Be("ann=90 bob=80 cid=70 | 1:ann=90 2:bob=80 3:cid=70");
        }

        writes.Should().BeGreaterThan(3, "dossiers, a board, standings");
        writes = 0;
        for (bool failed = true; failed;)
        {
            (TournamentWorld world, Faults faults) = await StartAsync();
            await HandleAsync(world, 0);
            faults.Arm(++writes, after);
            failed = await IsKilledAsync(() => HandleAsync(world, 1));
            faults.Disarm();
            await HandleAsync(world, 1);
            await CheckAsync(world);
            await world.RunAsync(Leaderboards.Events.Noon.AddDays(2));
            await CheckAsync(world);
        }

        writes.Should().BeGreaterThan(8, "dossiers, verdicts, boards, standings");
    }

    // First what looks well, then what shows that it was not: too high, somebody else's, and from elsewhere.
    private static Task HandleAsync(TournamentWorld world, int part) => world.HandleAsync(part == 0
        ?
        [
            Event(Over, 1, 90, user: "ann", play: "a", session: "a"), Event(Over, 2, 8, user: "ann", play: "b", session: "b"), Event(Over, 3, 80, user: "bob", play: "shared", session: "c"),
            Event(Over, 4, 9, user: "bob", play: "d", session: "d"), Event(Over, 5, 70, user: "cid", play: "e", session: "e", country: "IN"), Event(Over, 6, 60, user: "cid", play: "f", session: "e"),
            Event(Over, 7, 10, user: "cid", play: "g", session: "g"),
        ]
        : [Event(Playing, 1, 500, user: "ann", play: "a", session: "a"), Event(Over, 2, 99, user: "dan", play: "shared", session: "h"), Event(Start, 9, user: "cid", play: "i", session: "e", country: "DE")]);

    private static async Task CheckAsync(TournamentWorld world)
    {
        (await QuarantineTests.ShowAsync(world)).Should().Be("dan=99 cid=10 bob=9 ann=8 | 1:dan=99 2:cid=10 3:bob=9 4:ann=8");
        (await world.QuarantinedAsync()).Should().HaveCount(5);
        (await world.Stores.Plausibility.ListAsync(JudgedPlayList.NotApplied, null, 10, default)).Should().BeEmpty();
    }

    private static async Task<(TournamentWorld World, Faults Faults)> StartAsync()
    {
        var faults = new Faults();
        var inner = TournamentStores.InMemory();
        var stores = new TournamentStores(
            FaultyProxy<ITournamentStore>.Wrap(inner.Tournaments, faults), FaultyProxy<ILeaderboardStore>.Wrap(inner.Rankings, faults), FaultyProxy<IRewardStore>.Wrap(inner.Rewards, faults))
        {
            Plausibility = FaultyProxy<IPlausibilityStore>.Wrap(inner.Plausibility, faults),
        };
        return (await QuarantineTests.StartAsync(Rules, () => stores), faults);
    }

    private static async Task<bool> IsKilledAsync(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A change of times judges the occurrence anew from the ledger.</summary>
public sealed class TimesTests
{
    [Fact]
    public async Task Ended_now_it_counts_what_was_made_until_now()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1), Played("bob", "b", Noon.AddMinutes(22), 9, receivedAt: Noon.AddMinutes(20)));
        world.Time.SetUtcNow(Noon.AddMinutes(20));
        (await world.ShowAsync("cup")).Should().Be("1:bob=9 2:ann=1");
        await world.Tournaments.EndNowAsync("cup", "op", "storm");
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
        await world.HandleAsync(Played("cid", "c", Noon.AddMinutes(19), 4, receivedAt: Noon.AddMinutes(29)), Played("cid", "d", Noon.AddMinutes(20), 40));
        await world.RestartAsync();
        await world.RunAsync(Settled(Noon.AddMinutes(20)));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/cid 5 coins");
    }

    [Fact]
    public async Task Extended_after_its_end_it_counts_what_was_made_meanwhile()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1), Played("bob", "b", Noon.AddMinutes(62), 9));
        world.Time.SetUtcNow(Noon.AddMinutes(65));
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
        await world.Tournaments.ExtendAsync("cup", Noon.AddMinutes(90), "op", "outage");
        (await world.ShowAsync("cup")).Should().Be("1:bob=9 2:ann=1");
        (await world.Tournaments.GetAsync("cup")).Should().Match<TournamentInfo>(info => info.Status == TournamentStatus.Live && info.EndsAt == Noon.AddMinutes(90));
        await world.RunAsync(Settled(Noon.AddMinutes(90)));
        await world.Invoking(it => it.Tournaments.ExtendAsync("cup", Noon.AddDays(1), "op", "more").AsTask()).Should().ThrowAsync<TournamentRefusedException>().WithMessage("*settled*");
        (await world.GrantsAsync()).Should().Equal("p/cup/0/bob 5 coins");
    }

    [Fact]
    public async Task Rescheduled_it_is_judged_by_its_new_times()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup());
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1), Played("ann", "b", Noon.AddMinutes(-10), 2), Played("ann", "c", Noon.AddMinutes(50), 3, receivedAt: Noon.AddMinutes(51)));
        world.Time.SetUtcNow(Noon.AddMinutes(52));
        (await world.ShowAsync("cup")).Should().Be("1:ann=3");
        await world.Tournaments.RescheduleAsync("cup", Noon.AddMinutes(-20), Noon.AddMinutes(45), "op", "typo");
        (await world.ShowAsync("cup")).Should().Be("1:ann=2");
        await world.HandleAsync(Played("ann", "d", Noon.AddMinutes(-19), 7, receivedAt: Noon.AddMinutes(53)), Played("ann", "e", Noon.AddMinutes(46), 8));
        (await world.ShowAsync("cup")).Should().Be("1:ann=7");
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:ann=7");
    }

    [Theory]
    [InlineData(-6, true)]
    [InlineData(-4, false)]
    [InlineData(15, false)]
    public async Task Of_a_log_that_was_shortened_before_its_time_nothing_is_judged_anew(int prunedUntil, bool isWhole)
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup());
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1), Played("bob", "b", Noon.AddMinutes(16), 2));
        world.Time.SetUtcNow(Noon.AddMinutes(20));
        if (!isWhole)
            world.Kept.RemoveAll(kept => kept.UserId == "ann");
        world.PrunedUntil = Noon.AddMinutes(prunedUntil);

        Func<Task> reschedule = () => world.Tournaments.RescheduleAsync("cup", Noon.AddMinutes(5), Noon.AddHours(2), "op", "typo").AsTask();

        if (isWhole)
            await reschedule();
        else
            await reschedule.Should().ThrowAsync<TournamentRefusedException>().WithMessage("*not all of its events are kept, only those since 2026-*");
        (await world.ShowAsync("cup")).Should().Be("1:bob=2 2:ann=1");
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(3), "op", "its end is ahead, so nothing is judged anew");
        (await world.ShowAsync("cup")).Should().Be("1:bob=2 2:ann=1");
    }

    [Fact]
    public async Task Where_no_events_are_kept_only_what_is_ahead_can_be_changed()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup());
        world.Retention = null;
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1));
        world.Time.SetUtcNow(Noon.AddMinutes(20));
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(2), "op", "fun");
        await world.Invoking(it => it.Tournaments.RescheduleAsync("cup", Noon.AddMinutes(15), Noon.AddHours(2), "op", "typo").AsTask()).Should().ThrowAsync<TournamentRefusedException>().WithMessage("*not all of its events are kept*");
        await world.HandleAsync(Played("ann", "b", Noon.AddMinutes(100), 2, receivedAt: Noon.AddMinutes(101)));
        (await world.ShowAsync("cup")).Should().Be("1:ann=2");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, TimeSpan.TicksPerSecond)]
    public async Task It_ends_now_without_a_whole_log_while_the_clock_runs(bool isPruned, long ticksBetweenLooks)
    {
        var world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1));
        world.Time.SetUtcNow(Noon.AddMinutes(20));
        if (isPruned)
            world.PrunedUntil = Noon.AddMinutes(15);
        else
            world.Retention = null;
        world.Time.AutoAdvanceAmount = TimeSpan.FromTicks(ticksBetweenLooks);

        await world.Tournaments.EndNowAsync("cup", "op", "storm");

        world.Time.AutoAdvanceAmount = TimeSpan.Zero;
        var ended = await world.Tournaments.GetAsync("cup");
        ended.Status.Should().Be(TournamentStatus.Settling);
        ended.EndsAt.Should().Be((await world.Tournaments.GetActionsAsync("cup"))[0].At, "it is the moment that is recorded");
        await world.HandleAsync(Played("bob", "b", ended.EndsAt, 9));
        await world.RestartAsync();
        await world.RunAsync(Settled(ended.EndsAt));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task An_end_that_is_past_when_it_is_asked_for_is_refused_without_a_log()
    {
        var world = await TournamentWorld.StartAsync(Cup());
        world.Retention = null;
        world.Time.SetUtcNow(Noon.AddMinutes(20));
        await world.Invoking(it => it.Tournaments.RescheduleAsync("cup", Noon, Noon.AddMinutes(20).AddTicks(-1), "op", "typo").AsTask())
            .Should().ThrowAsync<TournamentRefusedException>();
        await world.Tournaments.RescheduleAsync("cup", Noon, Noon.AddMinutes(20), "op", "it ends at this moment");
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Settling);
    }

    public static TheoryData<string, string> ShorterCups => new()
    {
        { "best", "1:bob=6 2:ann=5" }, { "total", "1:ann=9 2:bob=6" }, { "attempts", "1:bob=6 2:ann=4" }, { "joined", "1:bob=6 2:ann=5" },
    };

    [Theory]
    [MemberData(nameof(ShorterCups))]
    public async Task An_earlier_end_leaves_out_what_clocks_that_are_ahead_have_sent(string kind, string expected)
    {
        foreach (var (hasLog, isEndedNow) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            var world = await TournamentWorld.StartAsync(Shorter(kind));
            world.Retention = hasLog ? TimeSpan.FromDays(30) : null;
            foreach (var user in new[] { "ann", "bob", "cid" })
                await world.Tournaments.JoinAsync("cup", user);
            var now = Noon.AddMinutes(20);
            var end = isEndedNow ? now : now.AddMinutes(1);
            world.Time.SetUtcNow(now);
            await world.HandleAsync(
                Played("ann", "a", Noon.AddMinutes(9), 4), Played("ann", "b", Noon.AddMinutes(10), 5),
                Played("ann", "c", end.AddMinutes(2), 90, receivedAt: now), Played("bob", "d", Noon.AddMinutes(11), 6),
                Played("cid", "e", end, 80, receivedAt: now), Played("dan", "f", end, 80, receivedAt: now));

            if (isEndedNow)
                await world.Tournaments.EndNowAsync("cup", "op", "storm");
            else
                await world.Tournaments.RescheduleAsync("cup", Noon, end, "op", "storm");

            (await world.ShowAsync("cup")).Should().Be(expected, "with a log: {0}, ended now: {1}", hasLog, isEndedNow);
            await world.RestartAsync();
            (await world.ShowAsync("cup")).Should().Be(expected);
            await world.RunAsync(Settled(end));
            (await world.ShowAsync("cup")).Should().Be(expected);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_earlier_end_that_a_fault_cuts_off_holds_all_the_same(bool isRestarted)
    {
        foreach (var after in new[] { false, true })
        {
            for (var at = 1; ; at++)
            {
                var faults = new Faults();
                var stores = TournamentStores.InMemory();
                var faulty = new TournamentStores(
                    FaultyProxy<ITournamentStore>.Wrap(stores.Tournaments, faults), FaultyProxy<ILeaderboardStore>.Wrap(stores.Rankings, faults),
                    stores.Rewards);
                var world = await TournamentWorld.StartAsync(() => faulty, Noon, Cup(At(1, 5)));
                world.Retention = null;
                await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1));
                world.Time.SetUtcNow(Noon.AddMinutes(20));
                await world.HandleAsync(Played("bob", "b", Noon.AddMinutes(22), 9, receivedAt: Noon.AddMinutes(20)));
                faults.Arm(at, after);
                try
                {
                    await world.Tournaments.EndNowAsync("cup", "op", "storm");
                }
                catch (IOException)
                {
                    // The fault.
                }

                var happened = faults.Happened;
                faults.Disarm();
                var isEnded = isRestarted
                    ? await RestartedAsync(world)
                    : (await world.Tournaments.GetAsync("cup")).Status == TournamentStatus.Settling;
                if (isEnded)
                {
                    await world.RunAsync(Settled(Noon.AddMinutes(20)));
                    (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
                }
                else
                {
                    (await world.ShowAsync("cup")).Should().Be("1:bob=9 2:ann=1", "nothing has changed");
                }

                if (!happened)
                    break;
            }
        }

        static async Task<bool> RestartedAsync(TournamentWorld world)
        {
            await world.RestartAsync();
            return (await world.Tournaments.GetAsync("cup")).Status == TournamentStatus.Settling;
        }
    }

    private static TournamentDefinition Shorter(string kind) => new()
    {
        Id = "cup",
        Games = [Game],
        StartsAt = Noon,
        Duration = TimeSpan.FromHours(1),
        Grace = TimeSpan.FromMinutes(10),
        Scoring = kind == "total" ? TournamentScoring.Total : TournamentScoring.Best,
        MaxAttempts = kind == "attempts" ? 1 : null,
        JoinRequired = kind == "joined",
    };
}

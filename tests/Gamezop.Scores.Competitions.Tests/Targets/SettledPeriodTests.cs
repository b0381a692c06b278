using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Targets.TargetEvents;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>Progress of periods that are over goes when nothing can change it any more; what else is asked for stays.</summary>
public sealed class SettledPeriodTests
{
    private static readonly DateTimeOffset Settled = Events.Noon.AddDays(2);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task What_is_over_goes_and_what_still_counts_stays(string engine)
    {
        using CompetitionStores stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(
            stores, Of("day", TargetPeriod.Daily), Of("week", TargetPeriod.Weekly), Of("month", TargetPeriod.Monthly), Of("play", TargetPeriod.EveryPlay), Of("once", TargetPeriod.Once),
            new TargetDefinition { Id = "streak", Goal = TargetGoal.DayStreak(9), Reward = new Reward("coins", 1) });
        // Noon is a Monday's.
        await world.HandleAsync(At(0, "ann", 1, play: "p"), At(Events.Noon.AddDays(2), "ann", 1, play: "q"));
        await world.Catalog.SettleAsync(Settled, default);
        await CleanAsync(world);
        await world.RestartAsync();
        (await ShowAsync(world)).Should().Be("day/2026-11-25=1 month/2026-11=2 once/all=2 play/q=1 streak/all=1 week/2026-W48=2");

        await world.Catalog.SettleAsync(Settled.AddDays(60), default);
        await CleanAsync(world);
        (await ShowAsync(world)).Should().Be("once/all=2 streak/all=1");
    }

    [Fact]
    public async Task Released_after_that_an_event_is_late_where_periods_end_and_counts_where_they_do_not()
    {
        TargetWorld world = await TargetWorld.StartAsync(Of("day", TargetPeriod.Daily), Of("once", TargetPeriod.Once));
        await world.Catalog.SettleAsync(Settled, default);
        await world.RestartAsync();
        Event released = At(0, "ann", 1);
        await world.HandleAsync(released);
        (await ShowAsync(world)).Should().Be("once/all=1");
        UncountedEvent late = (await world.Targets.GetUncountedAsync()).Should().ContainSingle().Subject;
        (late.EventId, late.Reason).Should().Be((released.Id, UncountedReason.Late));
    }

    [Fact]
    public async Task A_reward_is_not_granted_again_and_its_place_stays_taken()
    {
        TargetDefinition daily = new() { Id = "t", Goal = TargetGoal.PlaysFinished(1), Period = TargetPeriod.Daily, Reward = new Reward("coins", 1), MaxGrants = 1 };
        TargetWorld world = await TargetWorld.StartAsync(daily);
        await world.HandleAsync(At(0, "ann", 1));
        await world.Catalog.SettleAsync(Settled, default);
        await CleanAsync(world);
        await world.HandleAsync(At(Settled.AddDays(1), "bob", 1));
        (await world.AllAsync()).Should().ContainSingle().Which.Grant.Key.Should().Be("t/t/2026-11-23/ann");
    }

    [Fact]
    public async Task It_goes_on_by_whole_days_alone()
    {
        TargetWorld world = await TargetWorld.StartAsync(Of("day", TargetPeriod.Daily));
        await world.Catalog.SettleAsync(Settled, default);
        await world.Catalog.SettleAsync(Settled.AddHours(23), default);
        (await world.Stores.Targets.StartAsync(default)).SettledThrough.Should().Be(Settled);
        await world.Catalog.SettleAsync(Settled.AddDays(1), default);
        (await world.Stores.Targets.StartAsync(default)).SettledThrough.Should().Be(Settled.AddDays(1));
    }

    private static TargetDefinition Of(string id, TargetPeriod period) => new() { Id = id, Goal = TargetGoal.PlaysFinished(9), Period = period, Reward = new Reward("coins", 1) };

    private static async Task CleanAsync(TargetWorld world)
    {
        while (await world.Catalog.CleanAsync(1, default))
        {
        }
    }

    private static async Task<string> ShowAsync(TargetWorld world)
    {
        var shown = new List<string>();
        foreach (StoredProgress progress in await world.Stores.Targets.ReadUserAsync("ann", default))
            shown.Add(FormattableString.Invariant($"{progress.Key.TargetId}/{progress.Key.Period}={(await world.Targets.GetPeriodAsync("ann", progress.Key.TargetId, progress.Key.Period))!.Value}"));
        return string.Join(' ', shown.Order(StringComparer.Ordinal));
    }
}

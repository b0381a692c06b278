using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Targets.TargetEvents;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>The process is killed at every step of what a verdict means; then it starts again, and what was not finished is repeated.</summary>
public sealed class QuarantineFaultTests
{
    public static TheoryData<string, string, int, bool> Faults()
    {
        var faults = new TheoryData<string, string, int, bool>();
        foreach (string engine in new[] { "memory", "sqlite" })
            foreach (string method in new[] { "ReadPlay", "Write", "Find", "Pay" })
                foreach (int call in method == "Pay" ? new[] { 1, 2 } : [1, 2, 3, 4])
                    foreach (bool after in new[] { false, true })
                        faults.Add(engine, method, call, after);
        return faults;
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Killed_at_any_step_progress_and_rewards_follow_the_last_verdict(string engine, string method, int call, bool after)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetDefinition[] targets =
        [
            new() { Id = "best", Goal = TargetGoal.ScoreAtLeast(10), Reward = new Reward("coins", 1) },
            new() { Id = "plays", Goal = TargetGoal.PlaysFinished(2), Reward = new Reward("coins", 1) },
        ];
        TargetWorld world = await TargetWorld.StartAsync(stores, targets);
        await world.HandleAsync(At(1, "ann", 10, play: "a"), At(2, "ann", 5, play: "b"), At(3, "bob", 10, play: "a"), At(4, "bob", 10, play: "b"));
        await world.PayAsync();
        var fault = new FaultPoint(method, call, after);
        world.Wrap = store => new FaultyTargetStore(store, fault);
        world.WrapRewards = store => new FaultyRewardStore(store, fault);
        await world.RestartAsync();

        PlayId[] annA = [new("ann", Game, "a")];
        PlayId[] bobA = [new("bob", Game, "a")];
        await SurviveAsync(world, fault, annA, true);
        await SurviveAsync(world, fault, bobA, true);
        await SurviveAsync(world, fault, annA, false);
        await SurviveAsync(world, fault, annA, true, At(5, "cid", 10, play: "c"), At(6, "ann", 7, play: "d"));
        fault.WasHit.Should().BeTrue("otherwise this shows nothing");
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.PayAsync();

        (await world.ProgressAsync("ann", "best")).Should().Match<TargetProgress>(progress => progress.Value == 7 && !progress.IsDone);
        (await world.ProgressAsync("ann", "plays")).Should().Match<TargetProgress>(progress => progress.Value == 2 && progress.IsDone);
        (await world.AllAsync()).Select(reward => $"{reward.Grant.Key} {reward.Status}").Should().BeEquivalentTo(
            "t/best/all/ann ClawbackDue", "t/plays/all/ann Paid", "t/best/all/bob Paid", "t/plays/all/bob ClawbackDue", "t/best/all/cid Paid");
        world.Paid.Should().HaveCount(5);
    }

    // The verdict is kept by whoever gave it, and followed again until that has been finished.
    private static async Task SurviveAsync(TargetWorld world, FaultPoint fault, PlayId[] plays, bool quarantined, params Event[] events)
    {
        world.Quarantined.Set(plays[0], quarantined);
        try
        {
            await WorkAsync();
            if (!fault.WasHit || world.WrapRewards(world.Stores.Rewards) == world.Stores.Rewards)
                return;
        }
        catch (IOException) when (fault.WasHit)
        {
            // Killed.
        }

        world.Wrap = store => store;
        world.WrapRewards = store => store;
        await world.RestartAsync();
        await WorkAsync();

        async Task WorkAsync()
        {
            await world.HandleAsync(events);
            await world.Catalog.RecountAsync(plays, default);
            await world.PayAsync();
        }
    }
}

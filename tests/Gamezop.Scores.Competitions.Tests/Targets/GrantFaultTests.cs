using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Targets.TargetEvents;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>The process is killed at every step between an event and a payment; then it starts again and the events that were not settled come again.</summary>
public sealed class GrantFaultTests
{
    public static TheoryData<string, string, int, bool> Faults()
    {
        var faults = new TheoryData<string, string, int, bool>();
        foreach (string engine in new[] { "memory", "sqlite" })
            foreach (string method in new[] { "Read", "TakePlaces", "Write", "Due", "Pay", "Find" })
                foreach (int call in new[] { 1, 2 })
                    foreach (bool after in new[] { false, true })
                        faults.Add(engine, method, call, after);
        return faults;
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Killed_at_any_step_nothing_is_lost_and_nothing_granted_twice(string engine, string method, int call, bool after)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetDefinition[] targets =
        [
            new() { Id = "all", Goal = TargetGoal.PlaysFinished(2), Reward = new Reward("coins", 1) },
            new() { Id = "two", Goal = TargetGoal.TotalScore(10), Reward = new Reward("gems", 1), MaxGrants = 2 },
        ];
        TargetWorld world = await TargetWorld.StartAsync(stores, targets);
        var fault = new FaultPoint(method, call, after);
        world.Wrap = store => new FaultyTargetStore(store, fault);
        world.WrapRewards = store => new FaultyRewardStore(store, fault);
        await world.RestartAsync();

        // Two users at a time, so that every step is taken more than once.
        IEnumerable<Event[]> batches =
            from play in new[] { "a", "b", "c" }
            from users in Users.Chunk(2)
            select users.Select(user => At(play[0] - 'a', user, 5 + play[0] - 'a', play: play)).ToArray();
        foreach (Event[] batch in batches)
            await SurviveAsync(world, fault, async () =>
            {
                await world.HandleAsync(batch);
                await world.PayAsync();
            });

        fault.WasHit.Should().BeTrue("otherwise this shows nothing");
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.PayAsync();

        foreach (string user in Users)
        {
            (await world.ProgressAsync(user, "all")).Value.Should().Be(3);
            (await world.ProgressAsync(user, "two")).Value.Should().Be(18);
        }

        IReadOnlyList<UserReward> rewards = await world.AllAsync();
        rewards.Should().OnlyContain(reward => reward.Status == RewardStatus.Paid);
        rewards.Where(reward => reward.Grant.SourceId == "all").Select(reward => reward.Grant.Key).Should().BeEquivalentTo(Users.Select(user => $"t/all/all/{user}"));
        rewards.Count(reward => reward.Grant.SourceId == "two").Should().Be(2);
        world.Paid.Keys.Should().BeEquivalentTo(rewards.Select(reward => reward.Grant.Key));
    }

    private static readonly string[] Users = ["ann", "bob", "cid", "dan"];

    // As an inbox does it: what failed comes again, after a restart where the process is gone.
    private static async Task SurviveAsync(TargetWorld world, FaultPoint fault, Func<Task> work)
    {
        try
        {
            await work();
            if (!fault.WasHit)
                return;
        }
        catch (IOException) when (fault.WasHit)
        {
            // Killed.
        }

        world.Wrap = store => store;
        world.WrapRewards = store => store;
        await world.RestartAsync();
        await work();
    }
}

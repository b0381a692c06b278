using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>Whatever the network does, progress and grants are what the rules say. A failure prints the seed of its case.</summary>
public sealed class TargetOracleTests
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("GAMEZOP_ORACLE_CASES") ?? "1500");

    private static long _grants;

    [Fact]
    public void Progress_and_grants_equal_the_oracle_in_memory()
    {
        TargetCase.Gen.Sample(@case => RunAsync(@case, "memory").GetAwaiter().GetResult(), iter: Cases);
        _grants.Should().BeGreaterThan(Cases, "cases without grants show nothing");
    }

    // Every call is a transaction on a real file: fewer cases by default, as many as are asked for.
    [Fact]
    public void Progress_and_grants_equal_the_oracle_in_SQLite() => TargetCase.Gen.Sample(@case => RunAsync(@case, "sqlite").GetAwaiter().GetResult(), iter: Cases / 10);

    private static async Task RunAsync(TargetCase @case, string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores, @case.Targets);
        var random = new Random(@case.Seed);
        var waiting = @case.Events.ToList();
        var handled = new List<Event>();
        while (waiting.Count > 0)
        {
            // Any order, batches of any size, repeats, payments and restarts in between, and two batches at once.
            Event[] batch = [.. waiting.OrderBy(_ => random.Next()).Take(1 + random.Next(6)), .. handled.OrderBy(_ => random.Next()).Take(random.Next(4))];
            await Task.WhenAll(world.HandleAsync(batch), random.Next(4) == 0 ? world.HandleAsync(batch.Reverse()) : Task.CompletedTask);
            // A process that is killed between handling and settling sees the events again.
            if (random.Next(5) > 0)
                waiting.RemoveAll(batch.Contains);
            handled.AddRange(batch);
            if (random.Next(6) == 0)
                await world.PayAsync();
            if (random.Next(6) == 0)
                await world.RestartAsync();
        }

        await world.PayAsync();
        await CompareAsync(@case, world);
    }

    private static async Task CompareAsync(TargetCase @case, TargetWorld world)
    {
        IReadOnlyList<UserReward> rewards = await world.AllAsync();
        foreach (TargetDefinition target in @case.Targets)
        {
            IReadOnlyList<TargetOracle.Expected> expected = TargetOracle.Progress(target, @case.Events);
            foreach (TargetOracle.Expected progress in expected)
            {
                TargetProgress actual = (await world.Targets.GetPeriodAsync(progress.User, target.Id, progress.Period))!;
                actual.IsDone.Should().Be(progress.Done, "{0} of {1} in {2}", target.Goal, progress.User, progress.Period);
                if (progress.Value is { } value)
                    actual.Value.Should().BeApproximately(value, 1e-9, "{0} of {1} in {2}", target.Goal, progress.User, progress.Period);
                else
                    actual.Value.Should().BeNull();
                (actual.Percent == 100).Should().Be(progress.Done);
                actual.Percent.Should().BeInRange(0, 100);
            }

            if (target.Period == TargetPeriod.EveryPlay && target.ActiveUntil is null && target.Users.Count == 0)
                (await world.ProgressAsync("ann", target.Id)).Period.Should().Be(TargetOracle.LatestPlay(target, @case.Events, "ann"));

            string[] due = [.. expected.Where(progress => progress.Done).Select(progress => $"t/{target.Id}/{Uri.EscapeDataString(progress.Period)}/{Uri.EscapeDataString(progress.User)}")];
            UserReward[] granted = [.. rewards.Where(reward => reward.Grant.SourceId == target.Id)];
            Interlocked.Add(ref _grants, granted.Length);
            granted.Where(reward => reward.Grant.Reward != target.Reward || reward.Status != (target.MustClaim ? RewardStatus.Claimable : RewardStatus.Paid)).Should().BeEmpty();
            granted.Should().HaveCount(Math.Min(target.MaxGrants ?? int.MaxValue, due.Length));
            granted.Select(reward => reward.Grant.Key).Should().BeSubsetOf(due).And.OnlyHaveUniqueItems();
        }

        world.Paid.Keys.Should().BeEquivalentTo(rewards.Where(reward => reward.Status == RewardStatus.Paid).Select(reward => reward.Grant.Key));
        world.Handed.Select(grant => grant.Key).Should().OnlyHaveUniqueItems("nothing failed, so nothing was handed out again");
    }
}

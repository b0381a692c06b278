using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>
/// Whatever the order of events, verdicts, releases, bans, payments and restarts: there is a reward for what all plays reach, and it stands when the plays that are not in quarantine
/// reach it too. A failure prints the seed of its case.
/// </summary>
public sealed class QuarantineOracleTests
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("GAMEZOP_ORACLE_CASES") ?? "1500");

    private static long _withheld;
    private static long _clawbacks;

    [Fact]
    public void Progress_and_rewards_follow_the_verdicts_in_memory()
    {
        TargetCase.Gen.Sample(@case => RunAsync(@case, "memory").GetAwaiter().GetResult(), iter: Cases);
        _withheld.Should().BeGreaterThan(Cases / 4, "cases without suspect rewards show nothing");
        _clawbacks.Should().BeGreaterThan(Cases / 10);
    }

    // Every call is a transaction on a real file: fewer cases by default, as many as are asked for.
    [Fact]
    public void Progress_and_rewards_follow_the_verdicts_in_SQLite() => TargetCase.Gen.Sample(@case => RunAsync(@case, "sqlite").GetAwaiter().GetResult(), iter: Cases / 10);

    private static async Task RunAsync(TargetCase @case, string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores, @case.Targets);
        var random = new Random(@case.Seed);
        PlayId[] plays = [.. @case.Events.Select(TargetOracle.PlayOf).Distinct()];
        var waiting = @case.Events.ToList();
        var handled = new List<Event>();
        var unfollowed = new HashSet<PlayId>();
        while (waiting.Count > 0)
        {
            Event[] batch = [.. waiting.OrderBy(_ => random.Next()).Take(1 + random.Next(6)), .. handled.OrderBy(_ => random.Next()).Take(random.Next(4))];
            // Batches and verdicts side by side; verdicts before the first event of a play, in the middle and after the last, again and again.
            Task judging = Task.WhenAll(plays.Where(_ => random.Next(8) == 0).Select(play => (play, quarantined: random.Next(3) > 0)).ToArray()
                .Select(verdict => Task.Run(() => world.JudgeAsync(verdict.play, verdict.quarantined))));
            await Task.WhenAll(world.HandleAsync(batch), random.Next(4) == 0 ? world.HandleAsync(batch.Reverse()) : Task.CompletedTask, judging);
            if (random.Next(5) > 0)
                waiting.RemoveAll(batch.Contains);
            handled.AddRange(batch);
            if (random.Next(8) == 0)
                Ban(world, random);
            if (random.Next(4) == 0)
                await PayAsync(@case, world, handled, unfollowed);
            if (random.Next(6) == 0)
                await world.RestartAsync();
            // Killed between the verdict and what follows from it, which is done after the restart.
            if (plays.Length > 0 && random.Next(6) == 0)
            {
                PlayId play = plays[random.Next(plays.Length)];
                world.Quarantined.Set(play, random.Next(2) == 0);
                unfollowed.Add(play);
            }

            if (random.Next(3) == 0)
            {
                await world.Catalog.RecountAsync(unfollowed, default);
                unfollowed.Clear();
            }
        }

        await world.Catalog.RecountAsync(unfollowed, default);
        unfollowed.Clear();
        await PayAsync(@case, world, handled, unfollowed);
        await CompareAsync(@case, world);
    }

    private static void Ban(TargetWorld world, Random random)
    {
        string user = new[] { "ann", "bob", "cid/é" }[random.Next(3)];
        if (world.Banned.Contains(user))
            world.Banned.Remove(user);
        else
            world.Banned.Add(user);
    }

    // What is paid stands at that moment, and what stands is paid.
    private static async Task PayAsync(TargetCase @case, TargetWorld world, List<Event> handled, HashSet<PlayId> unfollowed)
    {
        HashSet<string> before = [.. world.Paid.Keys];
        await world.PayAsync();
        if (unfollowed.Count > 0)
            return;
        Event[] events = [.. handled.DistinctBy(e => e.Id)];
        foreach (TargetDefinition target in @case.Targets.Where(target => !target.MustClaim))
        {
            string[] stand = [.. TargetOracle.Progress(target, events, world.Quarantined.Contains)
                .Where(progress => progress.Clean.Done && !world.Banned.Contains(progress.Clean.User)).Select(progress => KeyOf(target, progress.All))];
            world.Paid.Keys.Except(before).Where(key => key.StartsWith($"t/{target.Id}/", StringComparison.Ordinal)).Should().BeSubsetOf(stand);
            if (target.MaxGrants is null)
                stand.Should().BeSubsetOf(world.Paid.Keys);
        }
    }

    private static async Task CompareAsync(TargetCase @case, TargetWorld world)
    {
        IReadOnlyList<UserReward> rewards = await world.AllAsync();
        foreach (TargetDefinition target in @case.Targets)
        {
            IReadOnlyList<(TargetOracle.Expected All, TargetOracle.Expected Clean)> expected = TargetOracle.Progress(target, @case.Events, world.Quarantined.Contains);
            foreach ((_, TargetOracle.Expected clean) in expected)
            {
                TargetProgress actual = (await world.Targets.GetPeriodAsync(clean.User, target.Id, clean.Period))!;
                actual.IsDone.Should().Be(clean.Done, "{0} of {1} in {2}", target.Goal, clean.User, clean.Period);
                (actual.Percent == 100).Should().Be(clean.Done);
                if (clean.Value is { } value)
                    actual.Value.Should().BeApproximately(value, 1e-9, "{0} of {1} in {2}", target.Goal, clean.User, clean.Period);
                else
                    actual.Value.Should().BeNull();
            }

            var due = expected.Where(progress => progress.All.Done).ToDictionary(progress => KeyOf(target, progress.All), progress => progress.Clean);
            UserReward[] granted = [.. rewards.Where(reward => reward.Grant.SourceId == target.Id)];
            granted.Should().HaveCount(Math.Min(target.MaxGrants ?? int.MaxValue, due.Count), "all plays decide what there is, whatever the verdicts and their order");
            granted.Select(reward => reward.Grant.Key).Should().BeSubsetOf(due.Keys).And.OnlyHaveUniqueItems();
            foreach (UserReward reward in granted)
            {
                bool stands = due[reward.Grant.Key].Done;
                bool isPaid = world.Paid.ContainsKey(reward.Grant.Key);
                RewardStatus status = isPaid ? (stands ? RewardStatus.Paid : RewardStatus.ClawbackDue)
                    : !stands || world.Banned.Contains(reward.Grant.UserId) ? RewardStatus.Withheld
                    : target.MustClaim ? RewardStatus.Claimable : RewardStatus.Paid;
                reward.Status.Should().Be(status, "{0}", reward);
                (reward.Note is not null).Should().Be(!stands);
                Interlocked.Add(ref _withheld, !stands && !isPaid ? 1 : 0);
                Interlocked.Add(ref _clawbacks, !stands && isPaid ? 1 : 0);
            }
        }

        world.Handed.Select(grant => grant.Key).Should().OnlyHaveUniqueItems("nothing failed, so nothing was handed out again");
        await ReconcileAsync(world, rewards);
    }

    private static async Task ReconcileAsync(TargetWorld world, IReadOnlyList<UserReward> rewards)
    {
        IReadOnlyList<RewardReconciliation> days = await world.Rewards.ReconcileAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        (days.Sum(day => day.Granted), days.Sum(day => day.Owed), days.Sum(day => day.Withheld), days.Sum(day => day.Paid), days.Sum(day => day.ClawbackDue)).Should().Be(
            (rewards.Count, SumOf(RewardStatus.Claimable), SumOf(RewardStatus.Withheld), SumOf(RewardStatus.Paid), SumOf(RewardStatus.ClawbackDue)));

        decimal SumOf(RewardStatus status) => rewards.Where(reward => reward.Status == status).Sum(reward => reward.Grant.Reward.Amount);
    }

    private static string KeyOf(TargetDefinition target, TargetOracle.Expected progress) => $"t/{target.Id}/{Uri.EscapeDataString(progress.Period)}/{Uri.EscapeDataString(progress.User)}";
}

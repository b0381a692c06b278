using static Gamezop.Scores.Competitions.Tests.Targets.TargetEvents;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>What a verdict on a play means for progress and rewards, in cases that can be checked by hand.</summary>
public sealed class QuarantinedPlaysTests
{
    private const string Key = "t/t/all/ann";

    public static TheoryData<string> Engines => ["memory", "sqlite"];

    [Theory, MemberData(nameof(Engines))]
    public async Task Unpaid_a_reward_is_withheld_and_goes_out_on_release(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await StartAsync(stores, Target(TargetGoal.ScoreAtLeast(1000)));
        await world.HandleAsync(At(1, "ann", 400, play: "a"), At(2, "ann", 5000, play: "b"));
        await world.JudgeAsync(Play("b"), true);
        await world.PayAsync();
        world.Handed.Should().BeEmpty();
        (await world.Rewards.GetAsync(Key)).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Withheld && reward.Note!.StartsWith("Plausibility"));
        (await world.Rewards.ClaimAsync("ann", Key)).Should().Be(RewardClaim.Withheld);
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 400 && progress.Percent == 40 && !progress.IsDone);

        await world.RestartAsync();
        await world.PayAsync();
        world.Handed.Should().BeEmpty("a restart is no release");
        await world.JudgeAsync(Play("b"), false);
        await world.PayAsync();
        world.Paid.Keys.Should().Equal(Key);
        (await world.Rewards.GetAsync(Key)).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Paid && reward.Note == null);
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 5000 && progress.IsDone);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Paid_a_reward_is_marked_for_clawback_and_counts_as_paid_when_an_honest_play_reaches_the_goal(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await StartAsync(stores, Target(TargetGoal.ScoreAtLeast(1000)));
        await world.HandleAsync(At(1, "ann", 5000, play: "b"));
        await world.PayAsync();
        await world.JudgeAsync(Play("b"), true);
        await world.JudgeAsync(Play("b"), true);
        UserReward due = (await world.Rewards.ListByStatusAsync(RewardStatus.ClawbackDue)).Should().ContainSingle().Subject;
        due.Note.Should().StartWith("Plausibility");
        var day = new DateOnly(2026, 11, 23);
        (await world.Rewards.ReconcileAsync(day, day)).Should().Equal(new RewardReconciliation { Day = day, Kind = "coins", Rewards = 1, Granted = 50, ClawbackDue = 50 });

        await world.HandleAsync(At(2, "ann", 999, play: "c"));
        (await world.StatusAsync(Key)).Should().Be("ClawbackDue");
        await world.HandleAsync(At(3, "ann", 1000, play: "d"));
        (await world.StatusAsync(Key)).Should().Be("Paid");
        await world.PayAsync();
        world.Handed.Should().HaveCount(1, "it was paid before");
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 1000 && progress.IsDone);
    }

    [Fact]
    public async Task A_verdict_before_the_first_event_withholds_from_the_beginning_and_there_is_a_reward_all_the_same()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.PlaysFinished(2)));
        await world.JudgeAsync(Play("b"), true);
        await world.HandleAsync(At(1, "ann", 1, play: "a"), At(2, "ann", 1, play: "b"));
        (await world.StatusAsync(Key)).Should().Be("Withheld");
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 1 && progress.Percent == 50 && !progress.IsDone);
        await world.HandleAsync(At(3, "ann", 1, play: "c"));
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be("Paid", "two honest plays are finished");
    }

    [Fact]
    public async Task Every_goal_is_counted_without_the_play_and_with_it_again()
    {
        (TargetGoal Goal, double With, double Without)[] goals =
        [
            (TargetGoal.ScoreAtLeast(100), 7, 5), (TargetGoal.ScoreAtMost(-100), 1, 3), (TargetGoal.TotalScore(100), 20, 13), (TargetGoal.LevelsCompleted(100), 3, 1),
            (TargetGoal.PlaysFinished(100), 3, 2), (TargetGoal.TimePlayed(TimeSpan.FromHours(1)), 60, 40), (TargetGoal.DayStreak(100), 3, 1),
        ];
        TargetWorld world = await StartAsync([.. goals.Select((goal, i) => new TargetDefinition { Id = $"{i}", Goal = goal.Goal, Reward = new Reward("coins", 1) })]);
        // Three days, one play on each, of 20 seconds; the middle one is under suspicion.
        await world.HandleAsync(
            At(0, "ann", 0, GameState.LevelUp, "a", 10), At(20, "ann", 5, play: "a", duration: 20), At(86_400, "ann", 0, GameState.LevelUp, "b", 10), At(86_401, "ann", 0, GameState.LevelUp, "b", 11),
            At(86_410, "ann", 7, play: "b", duration: 20), At(86_420, "ann", 1, play: "b"), At(2 * 86_400, "ann", 3, play: "c", duration: 20),
            At((2 * 86_400) + 20, "ann", 5, play: "c", duration: 20, leaderboard: "other"));
        await CompareAsync(goal => goal.With);
        await world.JudgeAsync(Play("b"), true);
        await CompareAsync(goal => goal.Without);
        await world.JudgeAsync(Play("c"), true);
        await world.JudgeAsync(Play("c"), false);
        await CompareAsync(goal => goal.Without);
        await world.JudgeAsync(Play("b"), false);
        await CompareAsync(goal => goal.With);

        async Task CompareAsync(Func<(TargetGoal Goal, double With, double Without), double> value) =>
            (await world.Targets.GetProgressAsync("ann")).Select(progress => progress.Value).Should().Equal(goals.Select(goal => (double?)value(goal)));
    }

    [Fact]
    public async Task Of_every_play_the_one_that_is_in_quarantine_is_withheld_alone()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.ScoreAtLeast(10), TargetPeriod.EveryPlay));
        await world.HandleAsync(At(1, "ann", 10, play: "a"), At(2, "ann", 10, play: "b"), At(3, "bob", 10, play: "b"));
        await world.JudgeAsync(Play("b"), true);
        await world.PayAsync();
        world.Paid.Keys.Should().BeEquivalentTo("t/t/a/ann", "t/t/b/bob");
        (await world.StatusAsync("t/t/b/ann")).Should().Be("Withheld");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ban_and_a_suspicion_each_withhold_by_themselves(bool unbanFirst)
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.PlaysFinished(1)));
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        world.Banned.Add("ann");
        await world.JudgeAsync(Play("a"), true);
        await world.PayAsync();
        if (unbanFirst)
            world.Banned.Remove("ann");
        else
            await world.JudgeAsync(Play("a"), false);
        await world.PayAsync();
        await world.RestartAsync();
        await world.PayAsync();
        world.Handed.Should().BeEmpty("the other reason is still there");
        (await world.StatusAsync(Key)).Should().Be("Withheld");
        if (unbanFirst)
            await world.JudgeAsync(Play("a"), false);
        else
            world.Banned.Remove("ann");
        await world.PayAsync();
        world.Paid.Keys.Should().Equal(Key);
    }

    [Theory]
    [InlineData("before", false)]
    [InlineData("before", true)]
    [InlineData("during", false)]
    [InlineData("during", true)]
    public async Task What_an_operator_has_taken_back_stays_so_when_the_suspicion_ends(string when, bool paid)
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.PlaysFinished(1)));
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        if (paid)
            await world.PayAsync();
        if (when == "before")
            (await world.Rewards.WithdrawAsync(Key, "op", "cheated")).Should().BeTrue();
        await world.JudgeAsync(Play("a"), true);
        if (when == "during")
            (await world.Rewards.WithdrawAsync(Key, "op", "cheated")).Should().BeTrue();
        await world.JudgeAsync(Play("a"), false);
        await world.PayAsync();
        (await world.Rewards.GetAsync(Key)).Should().Match<UserReward>(reward => reward.Status == (paid ? RewardStatus.ClawbackDue : RewardStatus.Withdrawn) && reward.Note == "op: cheated");
    }

    [Fact]
    public async Task What_has_been_got_back_is_not_paid_again()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.PlaysFinished(1)));
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        await world.PayAsync();
        await world.JudgeAsync(Play("a"), true);
        (await world.Rewards.ConfirmClawbackAsync(Key, "op", "taken from the wallet")).Should().BeTrue();
        await world.JudgeAsync(Play("a"), false);
        await world.PayAsync();
        (await world.Rewards.GetAsync(Key)).Should().Match<UserReward>(reward => reward.Status == RewardStatus.ClawedBack && reward.Note == "op: taken from the wallet");
    }

    [Fact]
    public async Task While_it_is_withheld_the_time_to_claim_stands_still()
    {
        TargetWorld world = await StartAsync(new TargetDefinition
        {
            Id = "t",
            Goal = TargetGoal.PlaysFinished(1),
            Reward = new Reward("coins", 1),
            MustClaim = true,
            ClaimWithin = TimeSpan.FromDays(7),
        });
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        await world.JudgeAsync(Play("a"), true);
        (await world.Rewards.GetAsync(Key))!.ClaimBy.Should().BeNull();
        world.Time.Advance(TimeSpan.FromDays(30));
        await world.PayAsync();
        (await world.Rewards.ClaimAsync("ann", Key)).Should().Be(RewardClaim.Withheld);
        await world.JudgeAsync(Play("a"), false);
        (await world.Rewards.GetAsync(Key))!.ClaimBy.Should().Be(world.Time.GetUtcNow().AddDays(7));
        (await world.Rewards.ClaimAsync("ann", Key)).Should().Be(RewardClaim.Claimed);
        await world.JudgeAsync(Play("a"), true);
        await world.JudgeAsync(Play("a"), false);
        await world.PayAsync();
        world.Paid.Keys.Should().Equal([Key], "it was claimed");
    }

    [Theory]
    [InlineData(true, false, RewardStatus.ClawbackDue)]
    [InlineData(false, false, RewardStatus.Withheld)]
    [InlineData(true, true, RewardStatus.Paid)]
    [InlineData(false, true, RewardStatus.Owed)]
    public async Task Suspected_while_it_is_being_paid_the_outcome_decides(bool succeeds, bool released, RewardStatus status)
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.PlaysFinished(1)));
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        world.Paying = async (_, _) =>
        {
            await world.JudgeAsync(Play("a"), true);
            (await world.StatusAsync(Key)).Should().Be("ClawbackDue", "it may be paid by now");
            if (released)
                await world.JudgeAsync(Play("a"), false);
            if (!succeeds)
                throw new InvalidOperationException();
        };
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be(status.ToString());
        world.Handed.Should().HaveCount(1);
        world.Paying = (_, _) => Task.CompletedTask;
        await world.JudgeAsync(Play("a"), false);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be("Paid");
        world.Handed.Should().HaveCount(succeeds ? 1 : 2);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Suspected_while_it_is_being_paid_and_then_killed_it_is_handed_out_again_on_release(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await StartAsync(stores, Target(TargetGoal.PlaysFinished(1)));
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        using var stop = new CancellationTokenSource();
        world.Paying = async (_, cancellationToken) =>
        {
            await world.JudgeAsync(Play("a"), true);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await world.PayAsync(stop.Token);
        await world.RestartAsync();
        (await world.StatusAsync(Key)).Should().Be("ClawbackDue", "nobody knows whether it was paid");
        world.Paying = (_, _) => Task.CompletedTask;
        await world.JudgeAsync(Play("a"), false);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be("Paid");
        world.Handed.Select(grant => grant.Key).Should().Equal(Key, Key);
    }

    [Fact]
    public async Task A_dead_letter_is_withheld_too_and_goes_out_on_release()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.PlaysFinished(1)));
        world.Options.MaxAttempts = 1;
        world.Paying = (_, _) => throw new InvalidOperationException();
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        await world.PayAsync();
        await world.JudgeAsync(Play("a"), true);
        world.Paying = (_, _) => Task.CompletedTask;
        (await world.Rewards.ReplayAllAsync()).Should().Be(0);
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be("Withheld");
        await world.JudgeAsync(Play("a"), false);
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be("Paid");
    }

    [Fact]
    public async Task A_changed_goal_does_not_judge_again_what_was_granted()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.ScoreAtLeast(100)));
        await world.HandleAsync(At(1, "ann", 150, play: "a"), At(2, "ann", 5000, play: "b"));
        await world.PayAsync();
        await world.Targets.ChangeAsync(Target(TargetGoal.ScoreAtLeast(1000)));
        await world.JudgeAsync(Play("b"), true);
        (await world.StatusAsync(Key)).Should().Be("Paid", "150 was enough when it was granted");
        await world.JudgeAsync(Play("a"), true);
        (await world.StatusAsync(Key)).Should().Be("ClawbackDue");
        await world.Targets.ChangeAsync(Target(TargetGoal.ScoreAtLeast(50)));
        await world.HandleAsync(At(3, "ann", 60, play: "c"));
        (await world.StatusAsync(Key)).Should().Be("Paid", "it would be granted now");
    }

    [Fact]
    public async Task A_place_stays_taken_and_there_are_never_more()
    {
        TargetWorld world = await StartAsync(new TargetDefinition { Id = "t", Goal = TargetGoal.PlaysFinished(1), Reward = new Reward("coins", 1), MaxGrants = 1 });
        await world.HandleAsync(At(1, "ann", 1, play: "a"));
        await world.JudgeAsync(Play("a"), true);
        await world.HandleAsync(At(2, "bob", 1, play: "b"));
        await world.JudgeAsync(new PlayId("bob", Game, "b"), true);
        await world.JudgeAsync(new PlayId("bob", Game, "b"), false);
        await world.PayAsync();
        (await world.AllAsync()).Select(reward => (reward.Grant.Key, reward.Status)).Should().Equal((Key, RewardStatus.Withheld));
    }

    [Fact]
    public async Task A_verdict_that_comes_while_events_are_counted_is_not_missed()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.ScoreAtLeast(10)));
        var fault = new FaultPoint("Write", 1, after: false) { Instead = () => world.JudgeAsync(Play("a"), true) };
        world.Wrap = store => new FaultyTargetStore(store, fault);
        await world.RestartAsync();
        await world.HandleAsync(At(1, "ann", 10, play: "a"));
        fault.WasHit.Should().BeTrue("otherwise this shows nothing");
        (await world.StatusAsync(Key)).Should().Be("Withheld");
        (await world.ProgressAsync("ann")).Value.Should().Be(0);
    }

    [Fact]
    public async Task A_release_while_the_target_is_not_configured_is_not_missed()
    {
        TargetWorld world = await StartAsync(Target(TargetGoal.ScoreAtLeast(10)));
        await world.HandleAsync(At(1, "ann", 10, play: "a"));
        await world.JudgeAsync(Play("a"), true);
        await world.RestartAsync([]);
        await world.JudgeAsync(Play("a"), false);
        await world.PayAsync();
        (await world.StatusAsync(Key)).Should().Be("Paid");
    }

    [Fact]
    public async Task A_target_that_was_removed_while_its_reward_was_suspect_lets_it_go_when_it_is_reached_again()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        await world.Targets.AddAsync(Target(TargetGoal.ScoreAtLeast(10)));
        await world.HandleAsync(At(1, "ann", 10, play: "a"));
        await world.JudgeAsync(Play("a"), true);
        await world.Targets.RemoveAsync("t");
        await world.Targets.AddAsync(Target(TargetGoal.ScoreAtLeast(10)));
        await world.HandleAsync(At(2, "ann", 10, play: "b"));
        await world.PayAsync();
        (await world.AllAsync()).Select(reward => (reward.Grant.Key, reward.Status)).Should().Equal((Key, RewardStatus.Paid));
    }

    [Fact]
    public async Task What_a_play_has_added_can_be_taken_out_however_long_ago_it_was_counted()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.ScoreAtLeast(1000)));
        await world.HandleAsync(At(1, "ann", 10, play: "a"), At(2, "ann", 20, play: "b"), At(3, "ann", 30, play: "c"), At(5, "ann", 29, play: "e", game: "other"));
        await world.RestartAsync();
        await world.JudgeAsync(Play("c"), true);
        (await world.ProgressAsync("ann")).Value.Should().Be(29);
        await world.JudgeAsync(new PlayId("ann", "other", "e"), true);
        (await world.ProgressAsync("ann")).Value.Should().Be(20);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_verdict_changes_nothing_of_a_period_that_is_over_however_much_of_it_is_removed_already(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await StartAsync(stores, new TargetDefinition { Id = "t", Goal = TargetGoal.PlaysFinished(3), Period = TargetPeriod.Daily, Reward = new Reward("coins", 1) });
        await world.HandleAsync(At(1, "ann", 1, play: "a"), At(2, "ann", 1, play: "b"), At(3, "ann", 1, play: "c"), At(4, "ann", 1, play: "d"));
        await world.JudgeAsync(Play("d"), true);
        await world.PayAsync();
        await world.Catalog.SettleAsync(Leaderboards.Events.Noon.AddDays(40), default);
        for (bool more = true; more;)
        {
            more = await world.Catalog.CleanAsync(1, default);
            await world.JudgeAsync(Play("d"), false);
            (await world.StatusAsync("t/t/2026-11-23/ann")).Should().Be("Paid");
            await world.JudgeAsync(Play("d"), true);
            (await world.StatusAsync("t/t/2026-11-23/ann")).Should().Be("Paid");
        }

        (await world.Stores.Targets.ReadUserAsync("ann", default)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_measured_for_another_kind_of_goal_is_not_judged_by_the_goal_of_now()
    {
        TargetDefinition old = Target(TargetGoal.TimePlayed(TimeSpan.FromHours(1)));
        TargetWorld world = await StartAsync(old);
        await world.HandleAsync(At(0, "ann", 0, GameState.Start, "a"), At(3600, "ann", 1, play: "a", duration: 3600), At(4000, "ann", 0, GameState.Start, "b"), At(4002, "ann", 1, play: "b", duration: 2));
        await world.PayAsync();
        // In configuration, where nobody refuses it: 1 of what is counted now would be a second of what was.
        await world.RestartAsync(Target(TargetGoal.PlaysFinished(1)));
        await world.JudgeAsync(Play("a"), true);
        (await world.StatusAsync(Key)).Should().Be("ClawbackDue");
    }

    private static PlayId Play(string play) => new("ann", Game, play);

    private static Task<TargetWorld> StartAsync(params TargetDefinition[] targets) => StartAsync(CompetitionStores.InMemory(), targets);

    private static async Task<TargetWorld> StartAsync(CompetitionStores stores, params TargetDefinition[] targets)
    {
        TargetWorld world = await TargetWorld.StartAsync(stores, targets);
        return world;
    }
}

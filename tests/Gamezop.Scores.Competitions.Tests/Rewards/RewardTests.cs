using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Gamezop.Scores.Competitions.Tests.Targets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions.Tests.Rewards;

/// <summary>From earned to paid, and every way that a reward can take instead.</summary>
public sealed class RewardTests
{
    public static TheoryData<string> Engines => ["memory", "sqlite"];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_handler_that_fails_is_asked_again_later_and_later_then_the_reward_is_a_dead_letter_until_it_is_replayed(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        world.Paying = (_, _) => throw new InvalidOperationException("The wallet is closed.");
        await AddAsync(world, "k");
        await world.PayAsync();
        await world.PayAsync();
        world.Handed.Should().HaveCount(1, "the next attempt is not due");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.PayAsync();
        world.Handed.Should().HaveCount(2);
        world.Time.Advance(TimeSpan.FromSeconds(2));
        await world.PayAsync();
        UserReward dead = (await world.Rewards.ListByStatusAsync(RewardStatus.DeadLetter)).Should().ContainSingle().Subject;
        dead.Attempts.Should().Be(3);
        dead.Error.Should().Contain("The wallet is closed.");
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.PayAsync();
        world.Handed.Should().HaveCount(3, "it is not tried again by itself");

        world.Paying = (_, _) => Task.CompletedTask;
        (await world.Rewards.ReplayAllAsync()).Should().Be(1);
        (await world.Rewards.ReplayAsync("k")).Should().BeFalse();
        await world.PayAsync();
        (await world.Rewards.GetAsync("k")).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Paid && reward.Error == null);
        world.Handed.Select(grant => grant.Key).Distinct().Should().Equal("k");
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_has_failed_even_when_it_does_not_heed_its_token()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        var hanging = new TaskCompletionSource();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Paying = (_, _) =>
        {
            called.SetResult();
            return hanging.Task;
        };
        await AddAsync(world, "k");
        Task paying = world.PayAsync();
        await called.Task;
        world.Time.Advance(world.Options.HandlerTimeout);
        await paying;
        (await world.Rewards.GetAsync("k")).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Owed && reward.Error!.Contains("took longer"));
        hanging.SetResult();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_same_key_is_kept_once_in_whatever_state_it_is(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await AddAsync(world, "k", "k");
        await world.PayAsync();
        await AddAsync(world, "k");
        await world.Rewards.WithdrawAsync("k", "op", "mistake");
        await AddAsync(world, "k");
        await world.PayAsync();
        world.Handed.Should().HaveCount(1);
        (await world.AllAsync()).Should().ContainSingle();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_reward_to_be_claimed_is_paid_when_claimed_in_time_and_expires_otherwise(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await world.Book.AddAsync([Grant("a"), Grant("b")], new RewardTerms(true, TimeSpan.FromDays(7)), default);
        await world.Book.AddAsync([Grant("c")], new RewardTerms(true, null), default);
        await world.PayAsync();
        world.Handed.Should().BeEmpty();
        (await world.Rewards.GetAsync("a"))!.ClaimBy.Should().Be(Events.Noon.AddDays(7));
        (await world.Rewards.ClaimAsync("bob", "a")).Should().Be(RewardClaim.NotFound, "it is ann's");
        (await world.Rewards.ClaimAsync("ann", "nothing")).Should().Be(RewardClaim.NotFound);
        world.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromTicks(1));
        (await world.Rewards.ClaimAsync("ann", "a")).Should().Be(RewardClaim.Claimed);
        (await world.Rewards.ClaimAsync("ann", "a")).Should().Be(RewardClaim.Claimed);
        world.Time.Advance(TimeSpan.FromTicks(1));
        (await world.Rewards.ClaimAsync("ann", "b")).Should().Be(RewardClaim.Expired);
        await world.PayAsync();
        (await world.Rewards.ClaimAsync("ann", "a")).Should().Be(RewardClaim.Claimed, "it is paid");
        world.Time.Advance(TimeSpan.FromDays(1000));
        (await world.Rewards.ClaimAsync("ann", "c")).Should().Be(RewardClaim.Claimed, "it does not expire");
        await world.PayAsync();
        world.Paid.Keys.Should().BeEquivalentTo("a", "c");
        (await world.StatusAsync("b")).Should().Be("Expired");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Rewards_of_a_banned_user_are_withheld_and_go_out_on_unban_also_after_a_restart(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await AddAsync(world, "before");
        await world.Book.AddAsync([Grant("claim")], new RewardTerms(true, TimeSpan.FromDays(7)), default);
        world.Banned.Add("ann");
        await AddAsync(world, "during");
        (await world.AllAsync()).Select(reward => reward.Status).Should().OnlyContain(status => status == RewardStatus.Withheld, "also before the payer has followed");
        await world.PayAsync();
        (await world.Rewards.ClaimAsync("ann", "claim")).Should().Be(RewardClaim.Withheld);
        world.Time.Advance(TimeSpan.FromDays(30));
        await world.RestartAsync();
        await world.PayAsync();
        world.Handed.Should().BeEmpty();

        // The ban ends while nothing follows it: the next start does.
        world.Banned.Remove("ann");
        await world.RestartAsync();
        await world.PayAsync();
        world.Paid.Keys.Should().BeEquivalentTo("before", "during");
        (await world.Rewards.GetAsync("claim"))!.ClaimBy.Should().Be(world.Time.GetUtcNow().AddDays(7), "the time to claim begins when the user can");
        (await world.Rewards.ClaimAsync("ann", "claim")).Should().Be(RewardClaim.Claimed);
    }

    [Fact]
    public async Task A_ban_that_came_and_went_between_two_looks_keeps_nothing_back()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        await world.PayAsync();
        world.Banned.Add("ann");
        await AddAsync(world, "k");
        world.Banned.Remove("ann");
        await world.PayAsync();
        world.Paid.Keys.Should().Equal("k");
    }

    [Fact]
    public async Task A_ban_that_ends_while_a_reward_is_written_keeps_nothing_back()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        world.Banned.Add("ann");
        await world.PayAsync();
        var fault = new FaultPoint("Add", 1, after: false)
        {
            Instead = async () =>
            {
                world.Banned.Remove("ann");
                await world.PayAsync();
            },
        };
        world.WrapRewards = store => new FaultyRewardStore(store, fault);
        await world.RestartAsync();
        await AddAsync(world, "k");
        fault.WasHit.Should().BeTrue("otherwise this shows nothing");
        await world.PayAsync();
        world.Paid.Keys.Should().Equal("k");
    }

    [Fact]
    public async Task Delays_that_would_grow_beyond_all_bounds_stay_at_the_longest()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        (world.Options.MaxAttempts, world.Options.FirstRetryDelay, world.Options.MaxRetryDelay) = (1_000, TimeSpan.FromDays(1), TimeSpan.FromDays(7));
        world.Paying = (_, _) => throw new InvalidOperationException();
        await AddAsync(world, "k");
        for (int attempt = 1; attempt <= 1_000; attempt++)
        {
            await world.PayAsync();
            world.Handed.Should().HaveCount(attempt);
            world.Time.Advance(TimeSpan.FromDays(7));
        }

        (await world.StatusAsync("k")).Should().Be("DeadLetter");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_taken_back_while_others_of_its_batch_are_paid_is_not_paid(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        world.Options.Concurrency = 1;
        await AddAsync(world, "a", "b");
        world.Paying = async (grant, _) => await world.Rewards.WithdrawAsync(grant.Key == "a" ? "b" : "a", "op", "mistake", CancellationToken.None);
        await world.PayAsync();
        string paid = world.Paid.Keys.Should().ContainSingle().Subject;
        (await world.StatusAsync(paid)).Should().Be("Paid");
        (await world.StatusAsync(paid == "a" ? "b" : "a")).Should().Be("Withdrawn");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Taken_back_what_is_unpaid_is_withdrawn_and_the_rest_is_marked_for_clawback(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await AddAsync(world, "paid");
        await world.PayAsync();
        await AddAsync(world, "unpaid");
        await world.Book.AddAsync([Grant("other") with { SourceId = "o" }, Grant("bobs") with { UserId = "bob" }], default, default);
        (await world.Rewards.WithdrawAllAsync("ann", "t", "op", "cheated")).Should().Be(2);
        (await world.Rewards.WithdrawAllAsync("ann", "t", "op", "cheated")).Should().Be(0);
        await world.PayAsync();
        world.Paid.Keys.Should().BeEquivalentTo("paid", "other", "bobs");
        (await world.Rewards.GetAsync("unpaid")).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Withdrawn && reward.Note == "op: cheated");
        (await world.Rewards.ListByStatusAsync(RewardStatus.ClawbackDue)).Select(reward => reward.Grant.Key).Should().Equal("paid");
        (await world.Rewards.ClaimAsync("ann", "unpaid")).Should().Be(RewardClaim.Withdrawn);
        (await world.Rewards.ConfirmClawbackAsync("paid", "op", "taken from the wallet")).Should().BeTrue();
        (await world.Rewards.ConfirmClawbackAsync("paid", "op", "again")).Should().BeFalse();
        (await world.StatusAsync("paid")).Should().Be("ClawedBack");
    }

    [Theory]
    [InlineData(true, RewardStatus.ClawbackDue)]
    [InlineData(false, RewardStatus.Withdrawn)]
    public async Task Taken_back_while_it_is_being_paid_the_outcome_decides(bool succeeds, RewardStatus status)
    {
        TargetWorld world = await TargetWorld.StartAsync();
        await AddAsync(world, "k");
        world.Paying = async (_, _) =>
        {
            await world.Rewards.WithdrawAsync("k", "op", "late", CancellationToken.None);
            (await world.StatusAsync("k")).Should().Be("ClawbackDue", "it may be paid by now");
            if (!succeeds)
                throw new InvalidOperationException();
        };
        await world.PayAsync();
        (await world.StatusAsync("k")).Should().Be(status.ToString());
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.PayAsync();
        world.Handed.Should().HaveCount(1);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_a_kill_interrupted_is_handed_out_again_under_the_same_key(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await AddAsync(world, "k");
        // What is in the store when the process is killed in the middle of an attempt.
        StoredReward owed = (await stores.Rewards.FindAsync(["k"], default))[0];
        (await stores.Rewards.WriteAsync([RewardSteps.Begin(owed, Events.Noon, TimeSpan.FromMinutes(10))!], default)).Should().Equal(true);
        await world.PayAsync();
        world.Handed.Should().BeEmpty("somebody is at it");
        await world.RestartAsync();
        // Memory is gone with its process; here it stands for an engine that many share, where the lease has to run out.
        if (engine == "memory")
            world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.PayAsync();
        world.Handed.Select(grant => grant.Key).Should().Equal("k");
        (await world.Rewards.GetAsync("k")).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Paid && reward.Attempts == 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_that_outlives_its_lease_changes_nothing_when_another_has_paid(bool succeeds)
    {
        using var stores = CompetitionStores.InMemory();
        TargetWorld one = await TargetWorld.StartAsync(stores);
        TargetWorld other = await TargetWorld.StartAsync(stores);
        await AddAsync(one, "k");
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var outcome = new TaskCompletionSource();
        one.Paying = (_, _) =>
        {
            called.SetResult();
            return outcome.Task;
        };
        Task paying = one.PayAsync();
        await called.Task;
        await other.PayAsync();
        other.Handed.Should().BeEmpty("somebody is at it");
        other.Time.Advance(TimeSpan.FromHours(1));
        await other.PayAsync();
        other.Handed.Should().HaveCount(1);
        if (succeeds)
            outcome.SetResult();
        else
            outcome.SetException(new InvalidOperationException());
        await paying;
        await one.PayAsync();
        (await other.Rewards.GetAsync("k")).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Paid && reward.Attempts == 2 && reward.Error == null);
        one.Handed.Concat(other.Handed).Select(grant => grant.Key).Should().Equal("k", "k");
    }

    [Fact]
    public async Task A_stop_gives_back_what_is_under_way_without_counting_the_attempt()
    {
        TargetWorld world = await TargetWorld.StartAsync();
        await AddAsync(world, "k");
        using var stop = new CancellationTokenSource();
        world.Paying = async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await FluentActions.Awaiting(() => world.PayAsync(stop.Token)).Should().NotThrowAsync();
        (await world.Rewards.GetAsync("k")).Should().Match<UserReward>(reward => reward.Status == RewardStatus.Owed && reward.Attempts == 0);
        world.Paying = (_, _) => Task.CompletedTask;
        await world.PayAsync();
        world.Paid.Should().ContainKey("k");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_accounts_add_up_by_day_and_kind(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await world.Book.AddAsync([Of("1", 10), Of("2", 0.1m), Of("3", 0.2m) with { UserId = "bad" }, Of("4", 5) with { EarnedAt = Events.Noon.AddDays(1) }, Of("5", 7, "=gems,\"x\"")], default, default);
        world.Banned.Add("bad");
        await world.PayAsync();
        await world.Rewards.WithdrawAsync("2", "op", "no");
        await world.Book.AddAsync([Of("6", 3)], new RewardTerms(true, null), default);
        await world.Book.AddAsync([Of("7", 1000) with { EarnedAt = Events.Noon.AddDays(2) }], default, default);

        var from = new DateOnly(2026, 11, 23);
        (await world.Rewards.ReconcileAsync(from, from.AddDays(1))).Should().Equal(
            new RewardReconciliation { Day = from, Kind = "=gems,\"x\"", Rewards = 1, Granted = 7, Paid = 7 },
            new RewardReconciliation { Day = from, Kind = "coins", Rewards = 4, Granted = 13.3m, Owed = 3, Withheld = 0.2m, Paid = 10, ClawbackDue = 0.1m },
            new RewardReconciliation { Day = from.AddDays(1), Kind = "coins", Rewards = 1, Granted = 5, Paid = 5 });

        using var csv = new MemoryStream();
        await world.Rewards.ExportAsync(csv, RewardExportFormat.Csv, from, from);
        System.Text.Encoding.UTF8.GetString(csv.ToArray()).Should().Be(
            "day,kind,rewards,granted,owed,withheld,paid,expired,withdrawn,clawbackDue,clawedBack\r\n" +
            "2026-11-23,\"'=gems,\"\"x\"\"\",1,7,0,0,7,0,0,0,0\r\n" +
            "2026-11-23,coins,4,13.3,3,0.2,10,0,0,0.1,0\r\n");
        using var lines = new MemoryStream();
        await world.Rewards.ExportAsync(lines, RewardExportFormat.JsonLines, from.AddDays(1), from.AddDays(1));
        System.Text.Encoding.UTF8.GetString(lines.ToArray()).Should().Be(
            """{"day":"2026-11-24","kind":"coins","rewards":1,"granted":5,"owed":0,"withheld":0,"paid":5,"expired":0,"withdrawn":0,"clawbackDue":0,"clawedBack":0}""" + "\n");

        static RewardGrant Of(string key, decimal amount, string kind = "coins") => Grant(key) with { Reward = new Reward(kind, amount) };
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Erased_users_are_found_nowhere_and_the_accounts_stay(string engine)
    {
        using var stores = CompetitionStores.Of(engine);
        TargetWorld world = await TargetWorld.StartAsync(stores);
        await AddAsync(world, "t/t/all/ann");
        await world.PayAsync();
        await world.Book.AddAsync([Grant("t/t/x/ann"), Grant("b") with { UserId = "bob" }], default, default);
        await world.Book.EraseAsync("ann", default);
        await world.PayAsync();
        (await world.Rewards.ListAsync("ann")).Should().BeEmpty();
        IReadOnlyList<UserReward> all = await world.AllAsync();
        all.Select(reward => reward.ToString()).Should().NotContain(text => text.Contains("ann"));
        all.Select(reward => reward.Status).Should().BeEquivalentTo([RewardStatus.ClawbackDue, RewardStatus.Withdrawn, RewardStatus.Paid]);
    }

    [Fact]
    public void Keys_are_percent_encoded_and_hashed_when_they_get_too_long()
    {
        RewardKeys.OfTarget("a b", "2026-11-23", "ü/1").Should().Be("t/a%20b/2026-11-23/%C3%BC%2F1");
        string key = RewardKeys.OfPrize("cup@20261123T120000Z", "0", new string('u', 256));
        key.Should().MatchRegex("^p/[0-9a-f]{64}$").And.NotBe(RewardKeys.OfPrize("cup@20261123T120000Z", "1", new string('u', 256)));
    }

    [Theory]
    [InlineData("Attempts", "3", "'Gamezop:Rewards:Attempts' is not a setting. The settings are MaxAttempts, *")]
    [InlineData("FirstRetryDelay", "1", "'Gamezop:Rewards:FirstRetryDelay' is '1'; it must be a time like 00:00:05*")]
    public async Task A_setting_that_there_is_not_or_that_is_no_time_is_named_by_its_path(string key, string value, string message)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Gamezop:Rewards:" + key, value)]).Build();
        var services = new ServiceCollection();
        services.AddGamezopScores(configuration.GetSection("Gamezop")).AddTargets();
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<RewardsOptions>>().Invoking(options => options.Value)
            .Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    private static RewardGrant Grant(string key) => new()
    {
        Key = key,
        UserId = "ann",
        Source = RewardSource.Target,
        SourceId = "t",
        Period = "all",
        Reward = new Reward("coins", 50),
        EarnedAt = Events.Noon,
    };

    private static ValueTask AddAsync(TargetWorld world, params string[] keys) => world.Book.AddAsync([.. keys.Select(Grant)], default, default);
}

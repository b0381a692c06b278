using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class RewardsSuite<TFixture> : TargetStoreSuite<TFixture>
    where TFixture : TargetStoreFixture, new()
{
    private static readonly DateTimeOffset Start = TargetStoreFixture.Start;

    [Fact]
    public async Task What_is_kept_comes_back_whole()
    {
        StoredReward reward = new()
        {
            Grant = new RewardGrant
            {
                Key = "p/é/1",
                UserId = "\U0001F600",
                Source = RewardSource.Tournament,
                SourceId = "cup@20261123T120000Z",
                Period = "cup@20261123T120000Z",
                Reward = new Reward("gems", 0.1234567890123456789m) { Data = "{\"a\":1}" },
                Rank = 3,
                GamePlayId = "p",
                EarnedAt = Start.AddTicks(1),
            },
            Status = RewardStatus.Claimable,
            MustClaim = true,
            IsClaimed = true,
            IsSuspect = true,
            ClaimWithin = TimeSpan.FromDays(7),
            ClaimBy = Start.AddDays(7),
            DueAt = Start.AddDays(8),
            IsLeased = true,
            Attempts = 4,
            Error = "broken",
            ChangedAt = Start.AddTicks(2),
            Note = "why",
        };
        (await Rewards.AddAsync([reward], default)).Should().Equal(true);
        (await FindAsync("p/é/1")).Should().Be(reward with { Version = 1 });
        await Fixture.OpenAsync();
        (await FindAsync("p/é/1")).Should().Be(reward with { Version = 1 });
        (await Rewards.FindAsync(["none"], default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_is_kept_once_as_it_was_first()
    {
        (await Rewards.AddAsync([Reward("a"), Reward("b"), Reward("a", "bob")], default)).Should().Equal(true, true, false);
        (await Rewards.AddAsync([Reward("b", "bob"), Reward("c")], default)).Should().Equal(false, true);
        (await FindAsync("a"))!.Grant.UserId.Should().Be("ann");
        (await FindAsync("b"))!.Grant.UserId.Should().Be("ann");
    }

    [Fact]
    public async Task Each_change_needs_the_version_it_was_made_from()
    {
        await Rewards.AddAsync([Reward("a"), Reward("b")], default);
        StoredReward a = (await FindAsync("a"))!;
        StoredReward b = (await FindAsync("b"))!;
        (await Rewards.WriteAsync([a with { Status = RewardStatus.Paid, DueAt = null }], default)).Should().Equal(true);
        (await Rewards.WriteAsync([a with { Status = RewardStatus.Withdrawn }, b with { Attempts = 1 }, Reward("none") with { Version = 1 }], default)).Should().Equal(false, true, false);
        (await FindAsync("a")).Should().Be(a with { Status = RewardStatus.Paid, DueAt = null, Version = 2 });
        (await FindAsync("b")).Should().Be(b with { Attempts = 1, Version = 2 });
        (await Rewards.WriteAsync([b with { IsSuspect = true, Version = 2 }], default)).Should().Equal(true);
        (await FindAsync("b"))!.IsSuspect.Should().BeTrue();
    }

    [Fact]
    public async Task Of_many_who_change_one_version_one_succeeds()
    {
        await Rewards.AddAsync([Reward("a")], default);
        StoredReward a = (await FindAsync("a"))!;
        IReadOnlyList<bool>[] written = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Rewards.WriteAsync([a with { Attempts = i }], default).AsTask())));
        written.Count(one => one[0]).Should().Be(1);
    }

    [Fact]
    public async Task Pages_go_by_time_and_key_and_take_what_the_filter_says()
    {
        await Rewards.AddAsync([Reward("b", second: 1), Reward("a", second: 1), Reward("é", second: 1), Reward("z", second: 0), Reward("x", "bob", second: 1), Reward("p", status: RewardStatus.Paid, second: 2)], default);
        (await KeysAsync(default, 2)).Should().Equal("z", "a", "b", "x", "é", "p");
        (await KeysAsync(new StoredRewardFilter(UserId: "ann"), 3)).Should().Equal("z", "a", "b", "é", "p");
        (await KeysAsync(new StoredRewardFilter(Status: RewardStatus.Paid), 1)).Should().Equal("p");
        (await KeysAsync(new StoredRewardFilter(UserId: "ann", Status: RewardStatus.Owed, From: Start.AddSeconds(1), To: Start.AddSeconds(2)), 1)).Should().Equal("a", "b", "é");
        (await KeysAsync(new StoredRewardFilter(From: Start.AddSeconds(1), To: Start.AddSeconds(2)), 10)).Should().Equal("a", "b", "x", "é");
        (await KeysAsync(new StoredRewardFilter(UserId: "nobody"), 10)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_due_comes_the_longest_due_first_by_status()
    {
        await Rewards.AddAsync([Reward("c", second: 3), Reward("a", second: 1), Reward("later", second: 9), Reward("claim", status: RewardStatus.Claimable), Reward("never") with { DueAt = null }], default);
        (await DueAsync(RewardStatus.Owed, 3, 10)).Should().Equal("a", "c");
        (await DueAsync(RewardStatus.Owed, 3, 1)).Should().Equal("a");
        (await DueAsync(RewardStatus.Claimable, 3, 10)).Should().Equal("claim");
        StoredReward a = (await FindAsync("a"))!;
        await Rewards.WriteAsync([a with { DueAt = Start.AddSeconds(4) }], default);
        (await DueAsync(RewardStatus.Owed, 3, 10)).Should().Equal("c");
        (await Rewards.CountAsync(RewardStatus.Owed, default)).Should().Be(4);
        (await Rewards.CountAsync(RewardStatus.Paid, default)).Should().Be(0);
    }

    [Fact]
    public async Task Erasing_a_user_puts_the_nameless_rows_in_their_place()
    {
        await Rewards.AddAsync([Reward("a"), Reward("b", "bob"), Reward("c")], default);
        await Rewards.EraseAsync("ann", [Reward("erased/1", "", RewardStatus.Withdrawn) with { DueAt = null }], default);
        (await KeysAsync(default, 10)).Should().BeEquivalentTo("b", "erased/1");
        (await KeysAsync(new StoredRewardFilter(UserId: "ann"), 10)).Should().BeEmpty();
        (await DueAsync(RewardStatus.Owed, 10, 10)).Should().Equal("b");
        (await Rewards.CountAsync(RewardStatus.Owed, default)).Should().Be(1);
        (await Rewards.AddAsync([Reward("a")], default)).Should().Equal(true);
    }

    private async Task<IReadOnlyList<string>> DueAsync(RewardStatus status, int second, int max) =>
        [.. (await Rewards.ReadDueAsync(status, Start.AddSeconds(second), max, default)).Select(reward => reward.Grant.Key)];

    private async Task<IReadOnlyList<string>> KeysAsync(StoredRewardFilter filter, int size)
    {
        var keys = new List<string>();
        RewardGrant? after = null;
        while (await Rewards.ReadAsync(filter, after, size, default) is { Count: > 0 } page)
        {
            page.Count.Should().BeLessThanOrEqualTo(size);
            keys.AddRange(page.Select(reward => reward.Grant.Key));
            after = page[^1].Grant;
        }

        return keys;
    }
}

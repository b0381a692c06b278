namespace Gamezop.Scores.Conformance;

public abstract class LeaseSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    [Fact]
    public async Task Deliveries_come_in_order_of_arrival_and_once()
    {
        await AppendAsync("z", "a", "m", "b");

        Ids(await LeaseAsync(3)).Should().Equal(Ids("z", "a", "m"));
        Ids(await LeaseAsync(3)).Should().Equal(Ids("b"));
        (await LeaseAsync(3)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_given_again_before_later_events()
    {
        await AppendAsync("a", "b");
        await LeaseAsync(1);
        await AppendAsync("c");

        Fixture.Time.Advance(Lease);

        Ids(await LeaseAsync()).Should().Equal(Ids("a", "b", "c"));
    }

    [Fact]
    public async Task A_renewed_lease_holds_longer()
    {
        await AppendAsync("a");
        var delivery = await LeaseOneAsync();
        Fixture.Time.Advance(Lease / 2);
        await Inbox.RenewAsync([delivery], Lease, default);

        Fixture.Time.Advance(Lease * 0.75);
        (await LeaseAsync()).Should().BeEmpty();
        Fixture.Time.Advance(Lease / 4);
        (await LeaseAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once()
    {
        await AppendAsync("a", "b", "c");
        var deliveries = await LeaseAsync();

        await Inbox.RenewAsync([deliveries[0], deliveries[2]], TimeSpan.Zero, default);

        Ids(await LeaseAsync()).Should().Equal(Ids("a", "c"));
    }

    [Fact]
    public async Task Of_two_holders_of_one_delivery_the_first_to_settle_counts()
    {
        await AppendAsync("a");
        var slow = await LeaseOneAsync();
        Fixture.Time.Advance(Lease);
        var quick = await LeaseOneAsync();

        await CompleteAsync(quick);
        await FailAsync(slow, Retry("h"), Dead("i"));

        Fixture.Time.Advance(TimeSpan.FromHours(1));
        (await LeaseAsync()).Should().BeEmpty();
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 0L, DeadLetters = 0L });
    }

    [Fact]
    public async Task A_settled_delivery_cannot_be_renewed()
    {
        await AppendAsync("a");
        var delivery = await LeaseOneAsync();
        await CompleteAsync(delivery);

        await Inbox.RenewAsync([delivery], TimeSpan.Zero, default);

        (await LeaseAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Concurrent_leases_share_the_deliveries_out()
    {
        await AppendAsync([.. Enumerable.Range(0, 500).Select(i => "e" + i)]);

        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => LeaseAsync(30))));

        Ids(leases.SelectMany(lease => lease)).Should().HaveCount(500).And.OnlyHaveUniqueItems();
    }
}

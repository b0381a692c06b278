namespace Gamezop.Scores.Conformance;

public abstract class SettleSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    [Fact]
    public async Task A_failed_handler_alone_is_tried_again_when_it_is_due()
    {
        await AppendAsync("a");
        await FailAsync(await LeaseOneAsync(), Retry("h", attempts: 1, seconds: 10));

        Fixture.Time.Advance(TimeSpan.FromSeconds(9));
        (await LeaseAsync()).Should().BeEmpty();
        Fixture.Time.Advance(TimeSpan.FromSeconds(1));

        var retry = await LeaseOneAsync();
        retry.Handler.Should().Be("h");
        retry.Attempt.Should().Be(2);
        retry.Event.EventId.Should().Be(InboxFixture.Id("a"));
        retry.Event.UserId.Should().Be("u1");
        retry.Event.Body.ToArray().Should().Equal(Fixture.Event("a").Body.ToArray());
        await CompleteAsync(retry);
        (await StatisticsAsync()).Depth.Should().Be(0);
    }

    [Fact]
    public async Task Each_failed_handler_goes_its_own_way()
    {
        await AppendAsync("a");
        await FailAsync(await LeaseOneAsync(), Retry("soon", seconds: 1), Retry("late", seconds: 100), Dead("never"));
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 2L, DeadLetters = 1L });

        Fixture.Time.Advance(TimeSpan.FromSeconds(1));
        var soon = await LeaseOneAsync();
        soon.Handler.Should().Be("soon");
        await FailAsync(soon, Retry("soon", attempts: 2, seconds: 200));
        Fixture.Time.Advance(TimeSpan.FromSeconds(99));
        (await LeaseOneAsync()).Handler.Should().Be("late");
        Fixture.Time.Advance(TimeSpan.FromSeconds(101));
        (await LeaseOneAsync()).Should().BeEquivalentTo(new { Handler = "soon", Attempt = 3 });
    }

    [Fact]
    public async Task A_retry_s_lease_that_ran_out_is_given_again()
    {
        await AppendAsync("a");
        await FailAsync(await LeaseOneAsync(), Retry("h", seconds: 0));
        await LeaseOneAsync();
        (await LeaseAsync()).Should().BeEmpty();

        Fixture.Time.Advance(Lease);

        await CompleteAsync(await LeaseOneAsync());
        (await StatisticsAsync()).Depth.Should().Be(0);
    }

    [Fact]
    public async Task Many_retries_do_not_keep_new_events_out()
    {
        await AppendAsync([.. Enumerable.Range(0, 50).Select(i => "old" + i)]);
        await Inbox.SettleAsync([.. (await LeaseAsync()).Select(delivery => new InboxSettlement(delivery, [Retry("h", seconds: 0)]))], default);
        await AppendAsync([.. Enumerable.Range(0, 50).Select(i => "new" + i)]);

        var mixed = await LeaseAsync(20);

        mixed.Should().HaveCount(20);
        mixed.Count(delivery => delivery.Handler is null).Should().BeGreaterThan(0);
        var rest = new List<InboxDelivery>();
        while (await LeaseAsync(20) is { Count: > 0 } more)
            rest.AddRange(more);
        rest.Should().HaveCount(80);
    }

    [Fact]
    public async Task A_retry_that_is_settled_while_others_are_leased_does_not_come_again()
    {
        // Large ones, so that a lease reads for longer than a settlement takes.
        await AppendAsync([.. Enumerable.Range(0, 200).Select(i => Fixture.Event("e" + i, body: new string('x', 8_000)))]);
        await Inbox.SettleAsync([.. (await LeaseAsync(200)).Select(delivery => new InboxSettlement(delivery, [Retry("h", seconds: 0)]))], default);
        var retries = await LeaseAsync(200);

        var settling = Task.Run(async () =>
        {
            foreach (var retry in retries)
                await CompleteAsync(retry);
        });
        var again = new List<InboxDelivery>();
        while (!settling.IsCompleted)
            again.AddRange(await LeaseAsync(200));

        await settling;
        Ids(again).Should().BeEmpty("no lease has run out");
    }

    [Fact]
    public async Task Retries_and_out_of_order_completion_survive_a_crash()
    {
        await AppendAsync("a", "b", "c", "d");
        var deliveries = await LeaseAsync();
        await CompleteAsync(deliveries[3]);
        await FailAsync(deliveries[1], Retry("h", attempts: 4, seconds: 60), Dead("i"));

        await Fixture.CrashAsync();
        Fixture.Time.Advance(Lease);

        var again = await LeaseAsync();
        if (!Fixture.IsDurable)
        {
            again.Should().BeEmpty();
            return;
        }
        Ids(again.Where(delivery => delivery.Handler is null)).Should().Equal(Ids("a", "c"));
        again.Should().ContainSingle(delivery => delivery.Handler != null).Which.Should().BeEquivalentTo(new { Handler = "h", Attempt = 5 });
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 3L, DeadLetters = 1L });
    }

    [Fact]
    public async Task The_oldest_waiting_is_known_for_each_handler()
    {
        await AppendAsync("a");
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync("b");
        var first = await LeaseAsync(1);
        (await Inbox.GetOldestWaitingAsync("h", default)).Should().Be(InboxFixture.Start);
        (await Inbox.GetOldestWaitingAsync("other", default)).Should().Be(InboxFixture.Start);

        await FailAsync(first[0], Retry("h"), Dead("other"));

        (await Inbox.GetOldestWaitingAsync("h", default)).Should().Be(InboxFixture.Start);
        (await Inbox.GetOldestWaitingAsync("other", default)).Should().Be(InboxFixture.Start.AddMinutes(1), "a dead letter holds nothing up");
        (await StatisticsAsync()).OldestWaiting.Should().Be(InboxFixture.Start);

        Fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await CompleteAsync([.. await LeaseAsync()]);
        (await Inbox.GetOldestWaitingAsync("h", default)).Should().BeNull();
    }

    [Fact]
    public async Task Completing_in_any_order_leaves_nothing_behind()
    {
        await AppendAsync([.. Enumerable.Range(0, 60).Select(i => "e" + i)]);
        var deliveries = (await LeaseAsync()).ToList();

        foreach (var index in new[] { 59, 0, 30, 1, 2, 58 })
            await CompleteAsync(deliveries[index]);
        (await StatisticsAsync()).Depth.Should().Be(54);
        await CompleteAsync([.. deliveries.Where((_, index) => index is not (59 or 0 or 30 or 1 or 2 or 58)).Reverse()]);

        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 0L, OldestWaiting = (DateTimeOffset?)null });
    }
}

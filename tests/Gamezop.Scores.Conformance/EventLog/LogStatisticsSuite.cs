namespace Gamezop.Scores.Conformance;

public abstract class LogStatisticsSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task An_empty_log_has_no_figures()
    {
        await AppendAsync("a");

        (await Fixture.GetStatisticsAsync()).Should().BeEquivalentTo(new { Consumers = Array.Empty<ConsumerInfo>(), DeadLetters = 0L, Quarantined = 0L });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_have_the_stores_time_whatever_this_machines_clock_says(bool restarts)
    {
        var received = (await AppendAsync("a"))[0].ReceivedAt;
        await AdvanceAsync(60);
        (await Log.GetStatisticsAsync(default)).Time.Should().BeOnOrAfter(received.AddSeconds(60)).And.BeOnOrBefore(await Fixture.GetTimeAsync());

        var last = (await AppendAsync("b"))[0].ReceivedAt;
        if (!await SetClockBackAsync(TimeSpan.FromHours(3), restarts))
            return;

        (await Log.GetStatisticsAsync(default)).Time.Should().BeOnOrAfter(last).And.BeBefore(last.AddMinutes(1));
        (await AppendAsync("c"))[0].ReceivedAt.Should().BeOnOrBefore((await Log.GetStatisticsAsync(default)).Time);
    }

    [Fact]
    public async Task Waiting_events_are_counted_for_each_consumer()
    {
        var (b, a) = (await ConsumeAsync("b"), await ConsumeAsync("a"));
        (await InfoAsync("a")).Should().BeEquivalentTo(new ConsumerInfo { Name = "a", Waiting = 0, Backlog = 0, Retries = 0, OldestWaiting = null, DeadLetters = 0, IsLive = true });
        var first = await AppendAsync("1", "2");
        await AdvanceAsync(1);
        var third = await AppendAsync("3");
        await a.ReadAsync(max: 2);
        await a.CommitAsync();
        var entries = await b.ReadAsync();
        await b.RenewAsync();

        (await Fixture.GetStatisticsAsync()).Consumers.Should().BeEquivalentTo(
            [
                new ConsumerInfo { Name = "a", Waiting = 1, Backlog = 1, Retries = 0, OldestWaiting = third[0].ReceivedAt, DeadLetters = 0, IsLive = false },
                new ConsumerInfo { Name = "b", Waiting = 3, Backlog = 3, Retries = 0, OldestWaiting = first[0].ReceivedAt, DeadLetters = 0, IsLive = true },
            ],
            options => options.WithStrictOrdering());

        await b.CommitAsync(TestConsumer.Retry(entries[1]), TestConsumer.Dead(entries[2]));

        (await InfoAsync("b")).Should().BeEquivalentTo(
            new ConsumerInfo { Name = "b", Waiting = 1, Backlog = 1, Retries = 1, OldestWaiting = first[1].ReceivedAt, DeadLetters = 1, IsLive = true });
        (await Fixture.GetStatisticsAsync()).DeadLetters.Should().Be(1);
    }

    [Fact]
    public async Task Events_in_hand_still_wait()
    {
        await AppendOfAllUsersAsync("a", 2);
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        (await InfoAsync("h")).Waiting.Should().Be(2 * Users.Length);

        await consumer.CommitAsync([.. entries.Select(entry => TestConsumer.Retry(entry, 0))]);
        await consumer.ReadRetriesAsync();

        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 2L * Users.Length, Retries = 2L * Users.Length });
    }

    [Fact]
    public async Task What_was_in_the_log_before_a_consumer_is_no_backlog()
    {
        await AppendAsync("1", "2", "3");
        var consumer = await ConsumeAsync();
        await ExpectAsync("h", waiting: 3, backlog: 0);
        await AppendAsync("4", "5");
        await ExpectAsync("h", waiting: 5, backlog: 2);
        await consumer.CommitAsync(TestConsumer.Retry((await consumer.ReadAsync(max: 2))[0]));
        await ExpectAsync("h", waiting: 4, backlog: 3);
        await consumer.ReadAsync(max: 2);
        await consumer.CommitAsync();
        await ExpectAsync("h", waiting: 2, backlog: 2);
    }

    [Fact]
    public async Task What_a_consumer_inherits_is_no_backlog_except_for_retries()
    {
        var old = await ConsumeAsync("old");
        var known = await ConsumeAsync("known", StartFrom.End, "n2");
        foreach (var heir in new[] { "known", "unknown" })
        {
            await AppendAsync(heir + 1, heir + 2, heir + 3);
            await old.CommitAsync(TestConsumer.Retry((await old.ReadAsync(max: 1))[0]));
            await known.ReadAsync();
            await known.CommitAsync();
            await AdvanceAsync(Lease);
            (await Fixture.Consumers.RenameConsumerAsync("old", heir, new AuditInfo { Actor = "a", Reason = "r" }, default)).Should().Be(ConsumerChange.Done);
            await ExpectAsync(heir, waiting: 3, backlog: 1);
            await AppendAsync(heir + 4);
            await ExpectAsync(heir, waiting: 4, backlog: 2);
            old = await ConsumeAsync("old", StartFrom.End);
        }
    }

    [Fact]
    public async Task A_restart_beside_a_node_that_lacks_the_consumer_keeps_its_backlog()
    {
        await ConsumeAsync("restarted", StartFrom.End, "n1");
        await AppendAsync("1", "2");

        for (var i = 0; i < 4; i++)
        {
            await Log.LeaveAsync("n1", default);
            await ConsumeAsync("other", StartFrom.End, "n2");
            await AdvanceAsync(TimeSpan.FromSeconds(30));
            await ConsumeAsync("restarted", StartFrom.End, "n1");
            await AdvanceAsync(TimeSpan.FromSeconds(5));
        }

        await ExpectAsync("restarted", waiting: 2, backlog: 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_came_while_a_consumer_was_missing_is_no_backlog(bool restarts)
    {
        await ConsumeAsync("missing", StartFrom.End, "n1");
        await ConsumeAsync("other", StartFrom.End, "n2");
        await AppendAsync("1", "2");
        await ExpectAsync("missing", waiting: 2, backlog: 2);

        await PassAsync();
        await ConsumeAsync("other", StartFrom.End, "n2");
        await AppendAsync("3");
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await PassAsync();
        if (restarts && !Fixture.IsDurable)
            return;
        await ConsumeAsync("missing", StartFrom.End, "n3");

        await ExpectAsync("missing", waiting: 3, backlog: 0);
        await AppendAsync("4");
        await ConsumeAsync("missing", StartFrom.End, "n3");
        await ExpectAsync("missing", waiting: 4, backlog: 1);

        async Task PassAsync()
        {
            await AdvanceAsync(Lease);
            if (restarts)
                await Fixture.CrashAsync();
        }
    }

    [Fact]
    public async Task A_restart_or_a_late_heartbeat_alone_takes_nothing_off_the_backlog()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync("1", "2");
        await AdvanceAsync(Lease * 2);
        await consumer.RenewAsync();
        await ExpectAsync("h", waiting: 2, backlog: 2);
        await Fixture.CrashAsync();
        if (!Fixture.IsDurable)
            return;

        await ConsumeAsync(node: "n2");

        await ExpectAsync("h", waiting: 2, backlog: 2);
    }

    [Fact]
    public async Task Events_that_were_removed_do_not_wait_however_many_do()
    {
        await AppendManyAsync("old", 3_000);
        await AdvanceAsync(60);
        (await PruneAsync(await Fixture.GetTimeAsync(), 5_000)).Should().Be(3_000);
        await AppendManyAsync("new", 10_500);

        await ConsumeAsync();

        await ExpectAsync("h", waiting: 10_500, backlog: 0);

        async Task AppendManyAsync(string name, int count)
        {
            foreach (var chunk in Enumerable.Range(0, count).Chunk(1_000))
                await AppendAsync([.. chunk.Select(number => Event($"{name}-{number}", Users[number % Users.Length]))]);
        }
    }

    private async Task ExpectAsync(string consumer, long waiting, long backlog) =>
        (await InfoAsync(consumer)).Should().BeEquivalentTo(new { Waiting = waiting, Backlog = backlog });
}

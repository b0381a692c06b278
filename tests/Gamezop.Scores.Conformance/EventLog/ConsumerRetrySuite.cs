using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class ConsumerRetrySuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task A_failed_event_comes_again_when_it_is_due()
    {
        await AppendAsync(Event("a", body: """{ "score" : 1e2 }"""));
        var consumer = await ConsumeAsync();
        var entry = (await consumer.ReadAsync())[0];
        await consumer.CommitAsync(TestConsumer.Retry(entry, seconds: 10));
        var next = await AppendAsync("b");

        await AdvanceAsync(8);
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        await AdvanceAsync(2);

        var retry = await consumer.ReadRetryAsync();
        retry.Should().BeEquivalentTo(new { entry.Position, Attempts = 1, Partition = LogPartition.Of("u1", Log.PartitionCount) });
        retry.Event.Should().BeEquivalentTo(new { entry.Event.EventId, entry.Event.UserId, entry.Event.ReceivedAt });
        retry.Event.Body.ToArray().Should().Equal(entry.Event.Body.ToArray());
        await consumer.CommitAsync(TestConsumer.Done(retry));
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 1L, Retries = 0L, OldestWaiting = (DateTimeOffset?)next[0].ReceivedAt });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task The_clock_of_a_node_does_not_decide_when_an_event_is_due(int hours)
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync(log: await Fixture.OpenNodeAsync(TimeSpan.FromHours(hours)));
        await consumer.CommitAsync(TestConsumer.Retry((await consumer.ReadAsync())[0], seconds: 10));

        await AdvanceAsync(8);
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        await AdvanceAsync(2);

        await consumer.ReadRetryAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_comes_due_although_the_clock_is_set_back(bool restarts)
    {
        await AppendAsync("failed", "untried");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        // Long after the last event arrived.
        await AdvanceAsync(3_600);
        await consumer.CommitAsync(TestConsumer.Retry(entries[0], seconds: 10), TestConsumer.Retry(entries[1], seconds: 0, attempts: 0));
        if (!await SetClockBackAsync(TimeSpan.FromMinutes(50), restarts))
            return;

        await AdvanceAsync(Lease);
        consumer = await ConsumeAsync();
        (await consumer.ReadRetriesAsync()).Select(retry => retry.Attempts).Should().Equal(0);
        await AdvanceAsync(30);

        (await consumer.ReadRetriesAsync()).Select(retry => retry.Attempts).Should().Equal(0, 1);
    }

    [Fact]
    public async Task A_replayed_dead_letter_comes_at_once_although_the_clock_is_set_back_before_a_restart()
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync();
        await consumer.CommitAsync(TestConsumer.Dead((await consumer.ReadAsync())[0]));
        await AdvanceAsync(3_600);
        await Fixture.DeadLetters.ReplayDeadLettersAsync([(await ListDeadLettersAsync())[0].Id], default);
        if (!await SetClockBackAsync(TimeSpan.FromMinutes(50), restarts: true))
            return;

        await (await ConsumeAsync()).ReadRetryAsync();
    }

    [Fact]
    public async Task A_retry_fails_again_until_it_is_a_dead_letter()
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync();
        await consumer.CommitAsync(TestConsumer.Retry((await consumer.ReadAsync())[0], seconds: 1));
        for (var attempts = 1; attempts < 4; attempts++)
        {
            (await consumer.ReadRetriesAsync()).Should().BeEmpty();
            await AdvanceAsync(1);
            var retry = await consumer.ReadRetryAsync();
            retry.Attempts.Should().Be(attempts);
            await consumer.CommitAsync(attempts < 3 ? TestConsumer.Retry(retry, seconds: 1) : TestConsumer.Dead(retry));
        }

        await AdvanceAsync(60);
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        (await ListDeadLettersAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Handler = "h", Attempts = 4, EventId = Id("a") });
    }

    [Fact]
    public async Task Retries_come_by_due_time_then_in_order_of_arrival()
    {
        await AppendAsync("late", "first", "second", "soon");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        await consumer.CommitAsync(
            TestConsumer.Retry(entries[0], 30), TestConsumer.Retry(entries[1], 20), TestConsumer.Retry(entries[2], 20), TestConsumer.Retry(entries[3], 10));

        await AdvanceAsync(30);

        Ids(await consumer.ReadRetriesAsync()).Should().Equal(Ids("soon", "first", "second", "late"));
        Ids(await consumer.ReadRetriesAsync(max: 2)).Should().Equal(Ids("soon", "first"));
    }

    [Fact]
    public async Task Retries_in_hand_are_left_out()
    {
        await AppendAsync("a", "b", "c", "d");
        var consumer = await ConsumeAsync();
        await consumer.CommitAsync([.. (await consumer.ReadAsync()).Select(entry => TestConsumer.Retry(entry, 0))]);
        var inHand = await consumer.ReadRetriesAsync(max: 2);

        Ids(await consumer.ReadRetriesAsync(max: 2, excluding: [.. inHand])).Should().Equal(Ids("c", "d"));
        Ids(await consumer.ReadRetriesAsync(max: 2, excluding: [inHand[1]])).Should().Equal(Ids("a", "c"));
        (await consumer.ReadRetriesAsync(max: 2, excluding: [.. await consumer.ReadRetriesAsync()])).Should().BeEmpty();
    }

    [Fact]
    public async Task Retries_of_other_partitions_and_consumers_are_not_read()
    {
        await AppendOfAllUsersAsync("a", 2);
        var (consumer, other) = (await ConsumeAsync("h"), await ConsumeAsync("i"));
        await consumer.CommitAsync([.. (await consumer.ReadAsync()).Select(entry => TestConsumer.Retry(entry, 0))]);
        await other.ReadAsync();
        await other.CommitAsync();

        (await other.ReadRetriesAsync()).Should().BeEmpty();
        var read = new List<LogRetry>();
        foreach (var partition in consumer.AllPartitions)
            read.AddRange(await Log.ReadRetriesAsync(new RetryQuery { Consumer = "h", Partitions = [partition], Max = 100 }, default));
        read.Should().HaveCount(2 * Users.Length).And.OnlyContain(retry => LogPartition.Of(retry.Event.UserId, Log.PartitionCount) == retry.Partition);
        (await Log.ReadRetriesAsync(new RetryQuery { Consumer = "h", Partitions = [], Max = 100 }, default)).Should().BeEmpty();
        (await Log.ReadRetriesAsync(new RetryQuery { Consumer = "nobody", Partitions = consumer.AllPartitions, Max = 100 }, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Each_consumer_has_its_own_retry_of_an_event()
    {
        await AppendAsync("a");
        var (soon, late, never) = (await ConsumeAsync("soon"), await ConsumeAsync("late"), await ConsumeAsync("never"));
        await soon.CommitAsync(TestConsumer.Retry((await soon.ReadAsync())[0], seconds: 1));
        await late.CommitAsync(TestConsumer.Retry((await late.ReadAsync())[0], seconds: 100));
        await never.CommitAsync(TestConsumer.Dead((await never.ReadAsync())[0]));

        await AdvanceAsync(1);
        await soon.CommitAsync(TestConsumer.Done(await soon.ReadRetryAsync()));
        (await late.ReadRetriesAsync()).Should().BeEmpty();
        await AdvanceAsync(99);

        (await soon.ReadRetriesAsync()).Should().BeEmpty();
        (await late.ReadRetryAsync()).Attempts.Should().Be(1);
        (await Fixture.GetStatisticsAsync()).Consumers.Select(one => (one.Name, one.Retries, one.DeadLetters)).Should().Equal(("late", 1, 0), ("never", 0, 1), ("soon", 0, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_what_was_put_aside_comes_where_only_that_is_asked_for(bool restarts)
    {
        await AppendAsync("failed", "aside", "deferred", "dead", "kept", "aside too", "tried", "last");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        await QuarantineAsync(entries[4].Event, "future", "h");
        await consumer.CommitAsync(
            TestConsumer.Retry(entries[0], seconds: 0), TestConsumer.PutAside(entries[1]), TestConsumer.Retry(entries[2], seconds: 0, attempts: 0),
            TestConsumer.Dead(entries[3]), TestConsumer.PutAside(entries[5]), TestConsumer.PutAside(entries[6]));
        await Fixture.DeadLetters.ReplayDeadLettersAsync([(await ListDeadLettersAsync())[0].Id], default);
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);
        var tried = (await consumer.ReadRetriesAsync(putAsideOnly: true)).Single(retry => retry.Position == entries[6].Position);
        await consumer.CommitAsync(TestConsumer.Retry(tried, seconds: 0));
        await consumer.ReleaseAsync();
        if (restarts)
        {
            await Fixture.CrashAsync();
            await AdvanceAsync(Lease);
            if (!Fixture.IsDurable)
                return;
        }

        var next = await ConsumeAsync(node: "n2");

        Ids(await next.ReadRetriesAsync(putAsideOnly: true)).Should().Equal(Ids("aside", "aside too"));
        var first = (await next.ReadRetriesAsync(max: 1, putAsideOnly: true)).Should().ContainSingle().Subject;
        Ids(await next.ReadRetriesAsync(max: 1, putAsideOnly: true, excluding: [first])).Should().Equal(Ids("aside too"));
        Ids(await next.ReadRetriesAsync()).Should().BeEquivalentTo(Ids("failed", "aside", "deferred", "dead", "kept", "aside too", "tried"));
    }

    [Fact]
    public async Task What_was_put_aside_stays_so_under_another_name_and_is_not_mixed_with_other_partitions()
    {
        await AppendOfAllUsersAsync("a", 2);
        var consumer = await ConsumeAsync("old");
        var entries = await consumer.ReadAsync();
        var aside = entries.Where(entry => entry.Event.UserId == "u3").ToList();
        await consumer.CommitAsync([.. entries.Select(entry => aside.Contains(entry) ? TestConsumer.PutAside(entry) : TestConsumer.Retry(entry, seconds: 0))]);
        await Log.LeaveAsync("n1", default);
        await Fixture.Consumers.RenameConsumerAsync("old", "new", new AuditInfo { Actor = "test", Reason = "renamed" }, default);

        var heir = await ConsumeAsync("new");

        Ids(await heir.ReadRetriesAsync(putAsideOnly: true)).Should().Equal(aside.Select(entry => entry.Event.EventId));
        foreach (var partition in heir.AllPartitions)
            Ids(await Log.ReadRetriesAsync(new RetryQuery { Consumer = "new", Partitions = [partition], Max = 100, PutAsideOnly = true }, default))
                .Should().Equal(partition == LogPartition.Of("u3", Log.PartitionCount) ? aside.Select(entry => entry.Event.EventId) : []);
    }

    [Fact]
    public async Task Retries_go_to_whoever_has_the_partition_next()
    {
        await AppendAsync("a", "b");
        var first = await ConsumeAsync();
        var entries = await first.ReadAsync();
        await first.CommitAsync(TestConsumer.Retry(entries[1], seconds: 0, attempts: 4));
        var inHand = await first.ReadRetryAsync();
        await first.ReleaseAsync();

        var second = await ConsumeAsync(node: "n2", log: await Fixture.OpenNodeAsync(default));

        (await second.ReadRetryAsync()).Should().BeEquivalentTo(new { entries[1].Position, Attempts = 4 });
        (await first.CommitAsync(TestConsumer.Done(inHand))).Should().BeFalse();
        await second.ReadRetryAsync();
    }

    [Fact]
    public async Task Retries_survive_a_crash()
    {
        await AppendAsync("a", "b", "c");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        await consumer.CommitAsync(TestConsumer.Retry(entries[1], seconds: 60, attempts: 4), TestConsumer.Dead(entries[2]));

        await Fixture.CrashAsync();
        await AdvanceAsync(60);

        var after = await ConsumeAsync();
        (await after.ReadAsync()).Should().BeEmpty();
        if (Fixture.IsDurable)
            (await after.ReadRetryAsync()).Should().BeEquivalentTo(new { entries[1].Position, Attempts = 4 });
        (await InfoAsync("h")).Should().BeEquivalentTo(new { Retries = Fixture.IsDurable ? 1L : 0L, DeadLetters = Fixture.IsDurable ? 1L : 0L });
    }

    [Fact]
    public async Task Retries_that_are_settled_while_others_are_read_do_not_come_again()
    {
        // Large ones, so that a read takes longer than a commit.
        await AppendAsync([.. Enumerable.Range(0, 200).Select(i => Event("e" + i, body: new string('x', 8_000)))]);
        var consumer = await ConsumeAsync();
        await consumer.CommitAsync([.. (await consumer.ReadAsync(max: 200)).Select(entry => TestConsumer.Retry(entry, 0))]);
        var inHand = (await consumer.ReadRetriesAsync(max: 200)).ToList();
        inHand.Should().HaveCount(200);

        var committing = Task.Run(async () =>
        {
            foreach (var retry in inHand)
                await consumer.CommitAsync(TestConsumer.Done(retry));
        });
        var again = new List<LogRetry>();
        while (!committing.IsCompleted)
            again.AddRange(await consumer.ReadRetriesAsync(max: 200, excluding: [.. inHand]));

        await committing;
        again.Should().BeEmpty();
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
    }

    private static IEnumerable<string> Ids(IEnumerable<LogRetry> retries) => retries.Select(retry => retry.Event.EventId);
}

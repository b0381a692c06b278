using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class HorizonSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task An_unknown_consumer_has_no_horizon()
    {
        await AppendAsync("a");
        await ConsumeAsync("other");

        (await HorizonAsync("nobody")).Should().Be(DateTimeOffset.MinValue);
    }

    [Fact]
    public async Task Where_nothing_waits_the_horizon_moves_on_with_the_stores_time()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync("a");
        await consumer.ReadAsync();
        await consumer.CommitAsync();

        for (var i = 0; i < 3; i++)
        {
            await AdvanceAsync(3_600);
            (await HorizonAsync()).Should().BeAfter((await Fixture.GetTimeAsync()).AddSeconds(-60)).And.BeOnOrBefore(await Fixture.GetTimeAsync());
        }
    }

    [Fact]
    public async Task An_event_that_is_appended_later_is_not_before_a_horizon_given_earlier()
    {
        await ConsumeAsync();
        var other = await Fixture.OpenNodeAsync(TimeSpan.FromHours(-1));
        for (var i = 0; i < 20; i++)
        {
            var horizon = await HorizonAsync();
            (await other.AppendAsync([Event("e" + i)], default))[0].ReceivedAt.Should().BeOnOrAfter(horizon);
        }
    }

    [Fact]
    public async Task The_first_event_behind_the_position_holds_the_horizon()
    {
        var consumer = await ConsumeAsync();
        var first = await AppendAsync("a");
        await AdvanceAsync(60);
        var second = await AppendAsync("b");
        await AdvanceAsync(60);

        (await HorizonAsync()).Should().BeOnOrBefore(first[0].ReceivedAt);
        await consumer.ReadAsync(max: 1);
        (await HorizonAsync()).Should().BeOnOrBefore(first[0].ReceivedAt, "reading alone is not handling");
        await consumer.CommitAsync();
        (await HorizonAsync()).Should().BeAfter(first[0].ReceivedAt).And.BeOnOrBefore(second[0].ReceivedAt);
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        (await HorizonAsync()).Should().BeAfter(second[0].ReceivedAt);
    }

    [Fact]
    public async Task The_slowest_partition_holds_the_horizon()
    {
        var consumer = await ConsumeAsync();
        var slow = await AppendAsync(Event("slow", Users[^1]));
        await AdvanceAsync(60);
        await AppendOfAllUsersAsync("later", 1);
        await consumer.ReadAsync();
        var commits = consumer.Commits();
        await Log.CommitAsync([.. commits.Where(commit => commit.Lease.Partition != LogPartition.Of(Users[^1], Log.PartitionCount)).DefaultIfEmpty(Unmoved(commits[0]))], default);

        (await HorizonAsync()).Should().BeOnOrBefore(slow[0].ReceivedAt);

        static ConsumerCommit Unmoved(ConsumerCommit commit) => new() { Lease = commit.Lease, Position = commit.Lease.Position, Outcomes = [] };
    }

    [Fact]
    public async Task A_retry_holds_the_horizon_of_its_consumer_alone()
    {
        var (failing, other) = (await ConsumeAsync("failing"), await ConsumeAsync("other"));
        var first = await AppendAsync("a");
        await AdvanceAsync(60);
        await AppendAsync("b");
        await other.ReadAsync();
        await other.CommitAsync();
        await failing.CommitAsync(TestConsumer.Retry((await failing.ReadAsync())[0], seconds: 1));

        (await HorizonAsync("failing")).Should().BeOnOrBefore(first[0].ReceivedAt);
        (await HorizonAsync("other")).Should().BeAfter(first[0].ReceivedAt.AddSeconds(30));
        await AdvanceAsync(1);
        await failing.CommitAsync(TestConsumer.Done(await failing.ReadRetryAsync()));
        (await HorizonAsync("failing")).Should().BeAfter(first[0].ReceivedAt.AddSeconds(30));
    }

    [Fact]
    public async Task Dead_letters_and_quarantine_hold_no_horizon()
    {
        var consumer = await ConsumeAsync();
        var first = await AppendAsync("a");
        await QuarantineAsync(Event("forged"));
        await QuarantineAsync(Event("a", receivedAt: first[0].ReceivedAt), "future", "h");
        await consumer.CommitAsync(TestConsumer.Dead((await consumer.ReadAsync())[0]));
        await AdvanceAsync(3_600);

        (await HorizonAsync()).Should().BeAfter(first[0].ReceivedAt.AddSeconds(1_800));
    }

    [Fact]
    public async Task A_replayed_dead_letter_holds_the_horizon_again()
    {
        var consumer = await ConsumeAsync();
        var first = await AppendAsync("a");
        await consumer.CommitAsync(TestConsumer.Dead((await consumer.ReadAsync())[0]));
        await AdvanceAsync(3_600);

        await Fixture.DeadLetters.ReplayDeadLettersAsync([(await ListDeadLettersAsync())[0].Id], default);

        (await HorizonAsync()).Should().BeOnOrBefore(first[0].ReceivedAt);
    }

    [Fact]
    public async Task An_event_with_an_earlier_time_of_arrival_holds_the_horizon_while_it_waits()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync("a", "b");
        var now = await Fixture.GetTimeAsync();
        await AppendAsync(Event("replayed", receivedAt: now.AddHours(-2)), Event("c"));
        await QuarantineAsync(Event("released", receivedAt: now.AddHours(-3)));
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        (await HorizonAsync()).Should().Be(now.AddHours(-3));
        (await consumer.ReadAsync()).Should().HaveCount(5);
        await consumer.CommitAsync();
        (await HorizonAsync()).Should().BeAfter(now.AddHours(-1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_back_moves_no_horizon_past_what_waits(bool restarts)
    {
        await ConsumeAsync();
        var first = await AppendAsync("a");
        var horizon = await HorizonAsync();
        if (!await SetClockBackAsync(TimeSpan.FromHours(1), restarts))
            return;

        (await HorizonAsync()).Should().BeOnOrAfter(horizon);
        var second = await AppendAsync("b");
        second[0].ReceivedAt.Should().BeOnOrAfter(first[0].ReceivedAt);
        (await HorizonAsync()).Should().BeOnOrBefore(first[0].ReceivedAt).And.BeOnOrBefore(second[0].ReceivedAt);
        var consumer = await ConsumeAsync(node: "n2");
        await AdvanceAsync(Lease);
        await consumer.AcquireAsync();
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        (await HorizonAsync()).Should().BeAfter(first[0].ReceivedAt, "time goes on all the same");
    }

    [Fact]
    public async Task A_time_of_arrival_from_elsewhere_sets_no_clock()
    {
        await ConsumeAsync();
        var now = await Fixture.GetTimeAsync();
        await AppendAsync(Event("from tomorrow", receivedAt: now.AddDays(1)));
        await Fixture.CrashAsync();

        (await AppendAsync("b"))[0].ReceivedAt.Should().BeBefore(now.AddHours(1));
    }

    [Fact]
    public async Task An_append_that_hangs_holds_the_horizon_even_when_its_caller_has_given_up()
    {
        var consumer = await ConsumeAsync();
        await AdvanceAsync(60);
        var begun = await Fixture.GetTimeAsync();
        if (await Fixture.HoldAppendAsync(Event("held")) is { } held)
        {
            await AdvanceAsync(3_600);
            (await HorizonAsync()).Should().BeOnOrBefore((await Fixture.GetTimeAsync()).AddSeconds(-3_500));
            await held.DisposeAsync();
        }
        else
        {
            await AppendAsync("held");
            await AdvanceAsync(3_600);
        }

        for (var tries = 0; (await consumer.ReadAsync()).Count == 0; tries++)
        {
            tries.Should().BeLessThan(600, "the append that hung should end");
            await Task.Delay(50);
        }
        var event1 = (await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single();
        event1.ReceivedAt.Should().BeOnOrAfter(begun);
        (await HorizonAsync()).Should().BeOnOrBefore(event1.ReceivedAt, "it is not handled yet");
        await consumer.CommitAsync();
        (await HorizonAsync()).Should().BeAfter(begun.AddSeconds(3_000));
    }

    [Fact]
    public async Task The_horizon_never_passes_an_event_that_comes_after_all()
    {
        var consumer = await ConsumeAsync();
        var other = await Fixture.OpenNodeAsync(TimeSpan.FromHours(1));
        var horizons = new List<(DateTimeOffset Horizon, int Handled)>();
        var handled = new List<StoredEvent>();
        var appending = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                await (writer % 2 == 0 ? Log : other).AppendAsync([Event($"{writer}-{i}", Users[i % Users.Length])], default);
        })));

        for (var isLast = false; ; isLast = appending.IsCompleted)
        {
            horizons.Add((await HorizonAsync(), handled.Count));
            await AdvanceAsync(1);
            var entries = await consumer.ReadAsync(max: 5);
            handled.AddRange(entries.Select(entry => entry.Event));
            await consumer.CommitAsync();
            if (isLast && entries.Count == 0)
                break;
        }

        await appending;
        handled.Should().HaveCount(200);
        foreach (var (horizon, count) in horizons)
            handled.Skip(count).Should().NotContain(one => one.ReceivedAt < horizon);
    }

    private async Task<DateTimeOffset> HorizonAsync(string consumer = "h") => await Log.GetHorizonAsync(consumer, default);
}

namespace Gamezop.Scores.Conformance;

public abstract class PruneSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task Old_handled_events_go_in_steps_and_nothing_else()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync("a", "b", "c", "retried");
        var entries = await consumer.ReadAsync();
        await consumer.CommitAsync(TestConsumer.Retry(entries[3], seconds: 1_000_000));
        await AdvanceAsync(1);
        var before = await Fixture.GetTimeAsync();
        await AdvanceAsync(1);
        await AppendAsync("young");
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        await AppendAsync("waits");

        (await PruneAsync(before, 2, "h")).Should().Be(2);
        (await ReadLedgerAsync()).Should().Equal(Ids("c", "retried", "young", "waits"));
        (await PruneAsync(before, 2, "h")).Should().Be(1);
        (await PruneAsync(before, 2, "h")).Should().Be(0);
        (await ReadLedgerAsync()).Should().Equal(Ids("retried", "young", "waits"));
    }

    [Fact]
    public async Task The_oldest_go_first_whatever_their_users()
    {
        for (var i = 0; i < 6; i++)
        {
            await AppendAsync(Event("e" + i, Users[(i * 5) % Users.Length]));
            await AdvanceAsync(60);
        }

        (await PruneAsync(await Fixture.GetTimeAsync(), 4)).Should().Be(4);

        (await ReadLedgerAsync()).Should().BeEquivalentTo(Ids("e4", "e5"));
    }

    [Fact]
    public async Task An_event_that_a_named_consumer_has_not_reached_stays()
    {
        await AppendOfAllUsersAsync("a", 2);
        var (fast, slow) = (await ConsumeAsync("fast"), await ConsumeAsync("slow"));
        await fast.ReadAsync();
        await fast.CommitAsync();
        await AdvanceAsync(1);
        var now = await Fixture.GetTimeAsync();

        (await PruneAsync(now, "fast", "slow")).Should().Be(0);
        await slow.ReadAsync();
        (await PruneAsync(now, "fast", "slow")).Should().Be(0, "reading alone is not handling");
        await slow.CommitAsync();
        (await PruneAsync(now, "fast", "slow")).Should().Be(2 * Users.Length);
    }

    [Fact]
    public async Task Positions_and_retries_of_consumers_that_are_not_named_keep_nothing()
    {
        await AppendAsync("a", "b", "c");
        var (live, gone) = (await ConsumeAsync("live"), await ConsumeAsync("gone"));
        await live.ReadAsync();
        await live.CommitAsync();
        await gone.CommitAsync(TestConsumer.Retry((await gone.ReadAsync(max: 1))[0], seconds: 0));
        await AdvanceAsync(1);

        (await PruneAsync(await Fixture.GetTimeAsync(), "live")).Should().Be(3);

        (await InfoAsync("gone")).Should().BeEquivalentTo(new { Waiting = 0L, Retries = 0L, OldestWaiting = (DateTimeOffset?)null });
        (await gone.ReadRetriesAsync()).Should().BeEmpty();
        (await gone.ReadAsync()).Should().BeEmpty();
        await AppendAsync("d");
        (await gone.ReadIdsAsync()).Should().Equal(Ids("d"));
    }

    [Theory]
    [InlineData("renamed")]
    [InlineData("dropped")]
    [InlineData("never there")]
    public async Task Nothing_goes_while_a_named_consumer_is_not_known(string what)
    {
        await AppendOfAllUsersAsync("a", 2);
        var (live, old) = (await ConsumeAsync("live"), await ConsumeAsync("old", node: "n2"));
        await live.ReadAsync();
        await live.CommitAsync();
        await Log.LeaveAsync("n2", default);
        await AdvanceAsync(Lease);
        await live.RenewAsync();
        var now = await Fixture.GetTimeAsync();
        // The caller has learned of the consumers before.
        var audit = new AuditInfo { Actor = "test", Reason = what };
        if (what == "renamed")
            (await Fixture.Consumers.RenameConsumerAsync("old", "new", audit, default)).Should().Be(ConsumerChange.Done);
        else if (what == "dropped")
            (await Fixture.Consumers.DropConsumerAsync("old", audit, default)).Should().Be(ConsumerChange.Done);

        (await PruneAsync(now, "live", what == "never there" ? "nobody" : "old")).Should().Be(0);
        (await PruneAsync(now, "nobody")).Should().Be(0);

        (await ReadLedgerAsync()).Should().HaveCount(2 * Users.Length);
        if (what == "renamed")
            (await (await ConsumeAsync("new", node: "n3")).ReadAsync()).Should().HaveCount(2 * Users.Length);
        (await PruneAsync(now, "live")).Should().Be(2 * Users.Length);
    }

    [Fact]
    public async Task A_consumer_that_is_renamed_while_it_is_pruned_loses_nothing()
    {
        var ids = await AppendOfAllUsersAsync("a", 50);
        var (live, _) = (await ConsumeAsync("live"), await ConsumeAsync("old 0", node: "n2"));
        while ((await live.ReadAsync()).Count > 0)
            await live.CommitAsync();
        await Log.LeaveAsync("n2", default);
        await AdvanceAsync(Lease);
        var pruning = Task.Run(async () =>
        {
            var pruned = 0;
            for (var i = 0; i < 200; i++)
                pruned += await Log.PruneAsync(TimeSpan.FromTicks(1), ["live", $"old {i / 10}"], 5, default);
            return pruned;
        });
        for (var i = 0; i < 20; i++)
            (await Fixture.Consumers.RenameConsumerAsync($"old {i}", $"old {i + 1}", new AuditInfo { Actor = "test", Reason = "renamed" }, default))
                .Should().Be(ConsumerChange.Done);

        (await pruning).Should().Be(0);
        (await (await ConsumeAsync("old 20", node: "n3")).ReadAsync(1_000)).Select(entry => entry.Event.EventId).Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task A_dead_letter_of_any_consumer_keeps_its_event()
    {
        await AppendAsync("a", "b");
        var (live, gone) = (await ConsumeAsync("live"), await ConsumeAsync("gone"));
        await live.ReadAsync();
        await live.CommitAsync();
        await gone.CommitAsync(TestConsumer.Dead((await gone.ReadAsync())[0]));
        await AdvanceAsync(1);
        var now = await Fixture.GetTimeAsync();

        (await PruneAsync(now, "live")).Should().Be(1);
        (await ReadLedgerAsync()).Should().Equal(Ids("a"));
        await Fixture.DeadLetters.DiscardDeadLettersAsync([(await ListDeadLettersAsync())[0].Id], default);
        (await PruneAsync(now, "live")).Should().Be(1);
    }

    [Fact]
    public async Task An_event_that_one_handler_keeps_from_itself_stays_until_it_is_released_or_rejected()
    {
        await AppendAsync("released", "rejected", "kept from all");
        var consumer = await ConsumeAsync("boards");
        var entries = await consumer.ReadAsync();
        await consumer.CommitAsync();
        await QuarantineAsync(entries[0].Event, "future", "boards");
        await QuarantineAsync(entries[1].Event, "future", "boards");
        await QuarantineAsync(entries[2].Event, "forged");
        await AdvanceAsync(TimeSpan.FromDays(40));
        var now = await Fixture.GetTimeAsync();

        (await PruneAsync(now, "boards")).Should().Be(1, "all handlers would get the others again if they were not known any more");
        var kept = await ListQuarantinedAsync();
        await ReleaseAsync(kept[0].Id);
        await Fixture.Quarantine.RejectQuarantinedAsync([kept[1].Id], default);
        (await PruneAsync(now, "boards")).Should().Be(1);
        await consumer.CommitAsync(TestConsumer.Done(await consumer.ReadRetryAsync()));
        (await PruneAsync(now, "boards")).Should().Be(1);
    }

    [Fact]
    public async Task It_says_from_when_on_events_are_kept()
    {
        var consumer = await ConsumeAsync();
        (await Log.GetKeptFromAsync(default)).Should().Be(DateTimeOffset.MinValue);
        var received = new List<DateTimeOffset>();
        for (var i = 0; i < 4; i++)
        {
            received.Add((await AppendAsync(Event("e" + i, Users[i])))[0].ReceivedAt);
            await AdvanceAsync(60);
        }

        await consumer.ReadAsync();
        (await PruneAsync(await Fixture.GetTimeAsync(), "h")).Should().Be(0);
        (await Log.GetKeptFromAsync(default)).Should().Be(DateTimeOffset.MinValue, "nothing was removed");

        await consumer.CommitAsync();
        (await PruneAsync(await Fixture.GetTimeAsync(), 2, "h")).Should().Be(2);
        await ExpectKeptAfterAsync(received[1], received[2]);

        await AppendAsync(Event("released late", receivedAt: received[0].AddDays(-1)));
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        (await PruneAsync(received[0], "h")).Should().Be(1);
        await ExpectKeptAfterAsync(received[1], received[2]);

        await Log.EraseUserAsync(Users[3], default);
        await ExpectKeptAfterAsync(received[1], received[2]);
        await Fixture.CrashAsync();
        if (Fixture.IsDurable)
            await ExpectKeptAfterAsync(received[1], received[2]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task The_stores_clock_decides_how_old_events_are(int hours)
    {
        var skewed = await Fixture.OpenNodeAsync(TimeSpan.FromHours(hours));
        await AppendAsync("old");
        await AdvanceAsync(60);
        await AppendAsync("young");

        (await skewed.PruneAsync(TimeSpan.FromSeconds(61), [], 10, default)).Should().Be(0);
        (await skewed.PruneAsync(TimeSpan.FromSeconds(60), [], 10, default)).Should().Be(1);
        (await ReadLedgerAsync()).Should().Equal(Ids("young"));
        (await skewed.PruneAsync(TimeSpan.FromDays(3_650_000), [], 10, default)).Should().Be(0);
        (await skewed.PruneAsync(TimeSpan.Zero, [], 10, default)).Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_was_set_back_makes_no_event_younger_than_it_is(bool restarts)
    {
        await AppendAsync("a");
        await AdvanceAsync(60);
        await AppendAsync("b");
        if (!await SetClockBackAsync(TimeSpan.FromHours(1), restarts))
            return;

        (await Log.PruneAsync(TimeSpan.FromSeconds(60), [], 10, default)).Should().Be(1);
        (await ReadLedgerAsync()).Should().Equal(Ids("b"));
    }

    [Fact]
    public async Task Reading_goes_on_after_everything_was_pruned()
    {
        var consumer = await ConsumeAsync();
        await AppendOfAllUsersAsync("a", 3);
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        await AdvanceAsync(1);
        (await PruneAsync(await Fixture.GetTimeAsync(), "h")).Should().Be(3 * Users.Length);

        await Fixture.CrashAsync();
        await AdvanceAsync(Lease);
        var next = await AppendOfAllUsersAsync("b", 1);

        (await (await ConsumeAsync()).ReadIdsAsync()).Should().BeEquivalentTo(next, "places of events that were removed are not given again");
        (await (await ConsumeAsync("from the beginning")).ReadIdsAsync()).Should().BeEquivalentTo(next);
    }

    private async Task ExpectKeptAfterAsync(DateTimeOffset removed, DateTimeOffset kept) =>
        (await Log.GetKeptFromAsync(default)).Should().BeAfter(removed).And.BeOnOrBefore(kept);
}

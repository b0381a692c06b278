using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class ConsumerStoreSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    private static readonly AuditInfo Audit = new() { Actor = "ops ☃", Reason = "Renamed the class." };

    private IConsumerStore Store => Fixture.Consumers;

    [Fact]
    public async Task A_dropped_consumer_is_gone_with_all_that_waited_for_it()
    {
        var consumer = await PrepareAsync("old");
        await AdvanceAsync(Lease);

        (await Store.DropConsumerAsync("old", Audit, default)).Should().Be(ConsumerChange.Done);

        (await Fixture.GetStatisticsAsync()).Should().BeEquivalentTo(new { DeadLetters = 0L, Quarantined = 0L });
        (await Fixture.GetStatisticsAsync()).Consumers.Should().BeEmpty();
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        (await consumer.CommitAsync()).Should().BeFalse();
        (await ListQuarantinedAsync()).Should().BeEmpty();
        (await Store.DropConsumerAsync("old", Audit, default)).Should().Be(ConsumerChange.NotFound);
        (await ReadLedgerAsync()).Should().HaveCount(5, "events belong to all");
    }

    [Fact]
    public async Task A_dropped_consumer_that_comes_back_begins_anew()
    {
        await PrepareAsync("old");
        await AdvanceAsync(Lease);
        await Store.DropConsumerAsync("old", Audit, default);

        var again = await ConsumeAsync("old");

        (await again.ReadIdsAsync()).Should().HaveCount(5);
        (await again.ReadRetriesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lease_of_a_dropped_consumer_does_not_hold_for_one_of_the_same_name_that_comes_after_it()
    {
        var paused = await PrepareAsync("old");
        await paused.ReadAsync();
        await AdvanceAsync(Lease);
        await Store.DropConsumerAsync("old", Audit, default);
        var again = await ConsumeAsync("old", node: "n2");

        (await paused.CommitAsync()).Should().BeFalse();

        await Log.LeaveAsync("n2", default);
        (await (await ConsumeAsync("old", node: "n3")).ReadIdsAsync()).Should().HaveCount(5, "nobody has handled them since");
        again.Leases.Values.Should().OnlyContain(lease => lease.Epoch > paused.Leases[lease.Partition].Epoch);
    }

    [Fact]
    public async Task A_lease_of_a_renamed_consumer_does_not_hold_for_one_of_its_old_name_that_comes_after_it()
    {
        var paused = await PrepareAsync("old");
        await paused.ReadAsync();
        await AdvanceAsync(Lease);
        await Store.RenameConsumerAsync("old", "new", Audit, default);
        await ConsumeAsync("old", node: "n2");

        (await paused.CommitAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_renamed_consumer_goes_on_under_the_new_name()
    {
        var old = await PrepareAsync("old");
        await AdvanceAsync(Lease);

        (await Store.RenameConsumerAsync("old", "new", Audit, default)).Should().Be(ConsumerChange.Done);

        (await old.CommitAsync()).Should().BeFalse();
        var renamed = await ConsumeAsync("new", StartFrom.End, "n2");
        renamed.Leases.Values.Should().OnlyContain(lease => lease.Epoch > old.Leases[lease.Partition].Epoch);
        (await renamed.ReadIdsAsync()).Should().Equal(Ids("waits"));
        (await renamed.ReadRetryAsync()).Should().BeEquivalentTo(new { Attempts = 1, Event = new { EventId = Id("retried") } });
        (await ListDeadLettersAsync()).Should().ContainSingle().Which.Handler.Should().Be("new");
        (await ListQuarantinedAsync()).Should().ContainSingle().Which.Handler.Should().Be("new");
        (await Fixture.GetStatisticsAsync()).Consumers.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "new", Waiting = 2L, Retries = 1L, DeadLetters = 1L });
        (await Store.RenameConsumerAsync("old", "new", Audit, default)).Should().Be(ConsumerChange.NotFound);
    }

    [Fact]
    public async Task A_consumer_that_inherits_goes_on_from_the_earlier_position_under_a_new_epoch()
    {
        await PrepareAsync("old");
        var heir = await ConsumeAsync("new", node: "n2");
        var entries = await heir.ReadAsync();
        // Of these the heir has retries and dead letters of its own.
        await heir.CommitAsync(
            TestConsumer.Retry(entries.Single(entry => entry.Event.EventId == Id("retried")), 0, attempts: 5),
            TestConsumer.Dead(entries.Single(entry => entry.Event.EventId == Id("dead")), attempts: 6));
        await AdvanceAsync(Lease);
        await heir.RenewAsync();

        (await Store.RenameConsumerAsync("old", "new", Audit, default)).Should().Be(ConsumerChange.Done);

        (await heir.CommitAsync()).Should().BeFalse("its lease has ended");
        (await heir.RenewAsync()).Partitions.Should().OnlyContain(one => one.Owner == null && one.Epoch > heir.Leases[one.Partition].Epoch);
        await heir.AcquireAsync();
        (await heir.ReadIdsAsync()).Should().Equal(Ids("waits"));
        (await heir.ReadRetryAsync()).Attempts.Should().Be(5);
        (await ListDeadLettersAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Handler = "new", Attempts = 6 });
    }

    [Fact]
    public async Task An_heir_gets_the_retries_and_dead_letters_that_it_has_not_itself()
    {
        await PrepareAsync("old");
        var heir = await ConsumeAsync("new", StartFrom.End, "n2");
        await AdvanceAsync(Lease);

        await Store.RenameConsumerAsync("old", "new", Audit, default);

        await heir.AcquireAsync();
        (await heir.ReadIdsAsync()).Should().Equal(Ids("waits"));
        (await heir.ReadRetryAsync()).Event.EventId.Should().Be(Id("retried"));
        (await ListDeadLettersAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Handler = "new", EventId = Id("dead") });
    }

    [Fact]
    public async Task A_consumer_of_a_live_node_is_neither_dropped_nor_renamed()
    {
        var consumer = await PrepareAsync("old");
        await consumer.ReadAsync();

        (await Store.DropConsumerAsync("old", Audit, default)).Should().Be(ConsumerChange.InUse);
        (await Store.RenameConsumerAsync("old", "new", Audit, default)).Should().Be(ConsumerChange.InUse);

        (await InfoAsync("old")).Should().BeEquivalentTo(new { Waiting = 2L, Retries = 1L, DeadLetters = 1L });
        (await consumer.CommitAsync()).Should().BeTrue();
        (await Store.ListConsumerAuditAsync(10, default)).Should().BeEmpty();
        await Log.LeaveAsync("n1", default);
        (await Store.DropConsumerAsync("old", Audit, default)).Should().Be(ConsumerChange.Done);
    }

    [Fact]
    public async Task Drops_and_renames_are_recorded_the_newest_first()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await ConsumeAsync(name);
        await AdvanceAsync(Lease);
        var before = await Fixture.GetTimeAsync();
        await Store.DropConsumerAsync("a", Audit, default);
        await Store.DropConsumerAsync("a", Audit, default);
        await Store.RenameConsumerAsync("b", "d", new AuditInfo { Actor = "x", Reason = "y" }, default);
        await Store.DropConsumerAsync("c", Audit, default);

        (await Store.ListConsumerAuditAsync(2, default)).Select(one => one.Name).Should().Equal("c", "b");
        await Fixture.CrashAsync();

        var audits = await Store.ListConsumerAuditAsync(10, default);
        if (!Fixture.IsDurable)
            return;
        audits.Select(one => (one.Name, one.NewName, one.Actor, one.Reason)).Should().Equal(
            ("c", null, Audit.Actor, Audit.Reason), ("b", "d", "x", "y"), ("a", null, Audit.Actor, Audit.Reason));
        audits.Should().OnlyContain(one => one.At >= before);
    }

    /// <summary>A consumer that has one event of each kind: done, retried, dead, quarantined, waiting.</summary>
    private async Task<TestConsumer> PrepareAsync(string name)
    {
        await AppendAsync("done", "retried", "dead", "quarantined");
        var consumer = await ConsumeAsync(name);
        var entries = await consumer.ReadAsync();
        await QuarantineAsync(entries[3].Event, "future", name);
        await consumer.CommitAsync(TestConsumer.Retry(entries[1], 0), TestConsumer.Dead(entries[2]));
        await AppendAsync("waits");
        return consumer;
    }
}

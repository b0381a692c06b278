using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>Events that single handlers keep from themselves: each handler by itself, and only while the log has the event.</summary>
public abstract class HandlerQuarantineSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    private static readonly AuditInfo Audit = new() { Actor = "ops", Reason = "test" };

    private IQuarantineStore Store => Fixture.Quarantine;

    [Theory]
    [InlineData("boards", "own")]
    [InlineData("own", "boards")]
    public async Task Each_handler_that_keeps_an_event_gets_it_when_its_own_entry_is_released(string first, string second)
    {
        var consumers = await ConsumeAllAsync("boards", "own", "other");
        await KeepAsync("a", "boards", "own");
        await KeepAsync("a", "boards", "own");
        (await ListQuarantinedAsync()).Select(entry => (entry.Event.EventId, entry.Reason, entry.Handler)).Should()
            .Equal((Id("a"), "future", "boards"), (Id("a"), "future", "own"));

        (await ReleaseAsync(await IdOfAsync(first))).Should().Be(1);
        await ExpectRetryAsync(consumers[first]);
        (await consumers[second].ReadRetriesAsync()).Should().BeEmpty();
        (await ListQuarantinedAsync()).Should().ContainSingle().Which.Handler.Should().Be(second);

        (await ReleaseAsync(await IdOfAsync(second))).Should().Be(1);
        await ExpectRetryAsync(consumers[second]);
        (await consumers["other"].ReadRetriesAsync()).Should().BeEmpty();
        (await ListQuarantinedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Entries_of_one_event_that_are_released_together_go_to_their_handlers()
    {
        var consumers = await ConsumeAllAsync("boards", "own");
        await KeepAsync("a", "boards", "own");

        (await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)])).Should().Be(2);

        await ExpectRetryAsync(consumers["boards"]);
        await ExpectRetryAsync(consumers["own"]);
    }

    [Fact]
    public async Task An_entry_that_is_rejected_leaves_those_of_other_handlers()
    {
        var consumers = await ConsumeAllAsync("boards", "own");
        await KeepAsync("a", "boards", "own");

        (await Store.RejectQuarantinedAsync([await IdOfAsync("boards")], default)).Should().Be(1);
        (await ReleaseAsync(await IdOfAsync("own"))).Should().Be(1);

        (await consumers["boards"].ReadRetriesAsync()).Should().BeEmpty();
        await ExpectRetryAsync(consumers["own"]);
    }

    [Fact]
    public async Task An_event_that_several_handlers_keep_takes_one_place()
    {
        await ConsumeAllAsync("boards", "own");
        await AppendAsync("a", "b");
        (await KeepOneAsync("a", "boards")).Should().BeTrue();
        (await KeepOneAsync("a", "own")).Should().BeTrue("it has its place already");
        (await KeepOneAsync("b", "boards")).Should().BeFalse();

        await ExpectCountsAsync(1);
        await ReleaseAsync(await IdOfAsync("boards"));
        await ExpectCountsAsync(1);
        (await KeepOneAsync("b", "own")).Should().BeFalse();
        await Store.RejectQuarantinedAsync([await IdOfAsync("own")], default);
        await ExpectCountsAsync(0);
        (await KeepOneAsync("b", "own")).Should().BeTrue();

        ValueTask<bool> KeepOneAsync(string name, string handler) => Store.QuarantineAsync(Event(name), "future", handler, 1, 1, default);
    }

    [Fact]
    public async Task An_event_that_is_kept_for_several_users_counts_for_each_of_them()
    {
        await ConsumeAllAsync("boards", "own");
        await AppendAsync(Event("a", "u1"));
        await QuarantineAsync(Event("a", "u1"), "future", "boards");
        await QuarantineAsync(Event("a", "u2"), "future", "own");

        await ExpectCountsAsync(1, "u1");
        await ExpectCountsAsync(1, "u2");
        (await Store.GetUsageAsync(1, default)).FullUsers.Should().Be(2);
        await Store.RejectQuarantinedAsync([await IdOfAsync("boards")], default);
        (await Store.GetUsageAsync(1, default)).FullUsers.Should().Be(1);
        await Store.RejectQuarantinedAsync([await IdOfAsync("own")], default);
        await ExpectCountsAsync(0, "u1");
        await ExpectCountsAsync(0, "u2");
    }

    [Fact]
    public async Task An_event_is_not_pruned_while_any_handler_keeps_it()
    {
        var consumers = await ConsumeAllAsync("boards", "own");
        await KeepAsync("a", "boards", "own");
        foreach (var consumer in consumers.Values)
        {
            await consumer.ReadAsync();
            await consumer.CommitAsync();
        }
        await AdvanceAsync(TimeSpan.FromDays(40));
        var now = await Fixture.GetTimeAsync();

        await Store.RejectQuarantinedAsync([await IdOfAsync("boards")], default);
        (await PruneAsync(now, "boards", "own")).Should().Be(0);
        await Store.RejectQuarantinedAsync([await IdOfAsync("own")], default);
        (await PruneAsync(now, "boards", "own")).Should().Be(1);
    }

    [Fact]
    public async Task All_entries_go_with_the_user()
    {
        await ConsumeAllAsync("boards", "own");
        await KeepAsync("a", "boards", "own");
        (await QuarantineAsync(Event("a", "of another user"), "reason of its own", "boards")).Should().BeTrue();

        await Log.EraseUserAsync("u1", default);

        (await ListQuarantinedAsync()).Should().BeEmpty("whomever a handler names, the event was the user's");
        await ExpectCountsAsync(0);
    }

    [Fact]
    public async Task An_heir_that_keeps_the_event_too_has_it_once()
    {
        await ConsumeAllAsync("old", "new");
        await KeepAsync("a", "old", "new");
        await KeepAsync("b", "old");
        await AdvanceAsync(Lease);

        (await Fixture.Consumers.RenameConsumerAsync("old", "new", Audit, default)).Should().Be(ConsumerChange.Done);

        (await ListQuarantinedAsync()).Select(entry => (entry.Event.EventId, entry.Handler)).Should().Equal((Id("a"), "new"), (Id("b"), "new"));
        await ExpectCountsAsync(2);
        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);
        (await (await ConsumeAsync("new")).ReadRetriesAsync()).Select(retry => retry.Event.EventId).Should().BeEquivalentTo(Ids("a", "b"));
        await ExpectCountsAsync(0);
    }

    [Fact]
    public async Task What_dropped_handlers_keep_goes_with_them()
    {
        await ConsumeAllAsync("one", "two", "three");
        await KeepAsync("a", "one", "two", "three");
        await AdvanceAsync(Lease);

        (await Fixture.Consumers.DropConsumerAsync("one", Audit, default)).Should().Be(ConsumerChange.Done);
        (await Fixture.Consumers.DropConsumerAsync("three", Audit, default)).Should().Be(ConsumerChange.Done);

        (await ListQuarantinedAsync()).Select(entry => entry.Handler).Should().Equal("two");
        await ExpectCountsAsync(1);
        (await Fixture.Consumers.DropConsumerAsync("two", Audit, default)).Should().Be(ConsumerChange.Done);
        (await ListQuarantinedAsync()).Should().BeEmpty();
        await ExpectCountsAsync(0);
        (await ReadLedgerAsync()).Should().Equal(Ids("a"), "the event itself belongs to all");
    }

    [Fact]
    public async Task What_a_dropped_handler_kept_comes_to_no_other_one_a_second_time()
    {
        var old = await ConsumeAsync("old", node: "n-old");
        var other = await ConsumeAsync("other", node: "n-other");
        await KeepAsync("a", "old");
        await QuarantineAsync(Event("forged"));
        foreach (var consumer in new[] { old, other })
        {
            (await consumer.ReadIdsAsync()).Should().Equal(Ids("a"));
            await consumer.CommitAsync();
        }
        await AdvanceAsync(Lease);
        (await Fixture.Consumers.DropConsumerAsync("old", Audit, default)).Should().Be(ConsumerChange.Done);
        await AdvanceAsync(TimeSpan.FromDays(40));
        (await PruneAsync(await Fixture.GetTimeAsync(), "other")).Should().Be(1, "nobody keeps it any more");

        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);

        (await (await ConsumeAsync("other", node: "n-other-2")).ReadIdsAsync()).Should().Equal(Ids("forged"), "it has handled a");
    }

    [Theory]
    [InlineData("boards", "own")]
    [InlineData("own", "boards")]
    public async Task A_release_for_one_handler_is_none_for_another(string released, string rejected)
    {
        await ConsumeAllAsync("boards", "own");
        var late = await ConsumeAsync("late", node: "node of late");
        await KeepAsync("a", "boards", "own");
        await Store.RejectQuarantinedAsync([await IdOfAsync(rejected)], default);

        await ReleaseAsync(await IdOfAsync(released));

        ExpectReleasedFor((await late.ReadAsync()).Single().Event, released);
        ExpectReleasedFor((await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single(), released);
        await Fixture.CrashAsync();
        if (Fixture.IsDurable)
            ExpectReleasedFor((await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single(), released);
    }

    [Fact]
    public async Task An_event_may_be_released_for_several_handlers_and_only_for_those_that_have_it_released()
    {
        var names = new[] { "boards", "Boards", "own, \"and\" [other]", "ünïcode\n☃" };
        await ConsumeAllAsync([.. names, "own"]);
        await KeepAsync("a", [.. names, "own"]);
        foreach (var name in names)
            await ReleaseAsync(await IdOfAsync(name));

        ExpectReleasedFor((await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single(), names);
        await KeepAsync("b", "own");
        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);
        var events = (await Log.ReadLedgerAsync(default, null, 10, default)).Events;
        ExpectReleasedFor(events.Single(one => one.EventId == Id("a")), [.. names, "own"]);
        ExpectReleasedFor(events.Single(one => one.EventId == Id("b")), "own");
    }

    [Fact]
    public async Task What_was_released_for_a_handler_is_released_for_its_heir()
    {
        await ConsumeAllAsync("old", "new", "own");
        await KeepAsync("a", "old", "new", "own");
        await KeepAsync("b", "old");
        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);
        await AdvanceAsync(Lease);

        (await Fixture.Consumers.RenameConsumerAsync("old", "new", Audit, default)).Should().Be(ConsumerChange.Done);

        var events = (await Log.ReadLedgerAsync(default, null, 10, default)).Events;
        ExpectReleasedFor(events.Single(one => one.EventId == Id("a")), "new", "own");
        ExpectReleasedFor(events.Single(one => one.EventId == Id("b")), "new");
        (await (await ConsumeAsync("new", node: "n2")).ReadRetriesAsync()).Should().OnlyContain(retry => retry.Event.IsReleasedFor("new"));
    }

    [Fact]
    public async Task What_was_released_for_a_dropped_handler_is_new_to_one_of_its_name()
    {
        await ConsumeAllAsync("old", "own");
        await KeepAsync("a", "old", "own");
        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);
        await AdvanceAsync(Lease);

        (await Fixture.Consumers.DropConsumerAsync("old", Audit, default)).Should().Be(ConsumerChange.Done);

        ExpectReleasedFor((await (await ConsumeAsync("old", node: "n2")).ReadAsync()).Single().Event, "own");
    }

    [Fact]
    public async Task What_comes_again_after_an_erasure_is_released_for_nobody()
    {
        await ConsumeAllAsync("boards");
        await KeepAsync("a", "boards");
        await ReleaseAsync(await IdOfAsync("boards"));
        await Log.EraseUserAsync("u1", default);

        await AppendAsync("a");

        ExpectReleasedFor((await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single());
    }

    [Fact]
    public async Task What_was_erased_meanwhile_is_not_kept()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync("a");
        var inHand = (await consumer.ReadAsync())[0].Event;
        await Log.EraseUserAsync("u1", default);

        (await QuarantineAsync(inHand, "future", "h")).Should().BeTrue("the handler is done with it");
        (await QuarantineAsync(inHand, "future", "h", capacity: 0)).Should().BeTrue("it needs no room");

        (await ListQuarantinedAsync()).Should().BeEmpty();
        await ExpectCountsAsync(0);
        (await AppendAsync("a"))[0].IsAdded.Should().BeTrue();
        (await QuarantineAsync(Event("a"), "future", "h")).Should().BeTrue();
        (await ListQuarantinedAsync()).Should().ContainSingle("it has come again");
    }

    [Fact]
    public async Task What_was_removed_for_its_age_is_not_kept()
    {
        await AppendAsync("a", "b");
        await AdvanceAsync(60);
        (await PruneAsync(await Fixture.GetTimeAsync())).Should().Be(2);

        (await QuarantineAsync(Event("a"), "future", "h")).Should().BeTrue();
        (await QuarantineAsync(Event("b"), "reason of its own", "h")).Should().BeTrue();

        (await ListQuarantinedAsync()).Should().BeEmpty();
        (await QuarantineAsync(Event("b"), "forged")).Should().BeTrue();
        (await ListQuarantinedAsync()).Should().ContainSingle("from all handlers it is kept because the log does not have it");
    }

    [Fact]
    public async Task An_erasure_and_a_handler_that_keeps_the_event_leave_nothing_of_the_user()
    {
        for (var i = 0; i < 20; i++)
        {
            await AppendAsync(Event("a" + i, "gone"));
            var keeping = Enumerable.Range(0, 4).Select(number => Task.Run(() => QuarantineAsync(Event("a" + i, "gone"), "future", "h" + number)));

            await Task.WhenAll([.. keeping, Task.Run(() => Log.EraseUserAsync("gone", default).AsTask())]);

            (await ListQuarantinedAsync()).Should().BeEmpty();
            (await ReadLedgerAsync()).Should().BeEmpty();
        }
    }

    private static async Task ExpectRetryAsync(TestConsumer consumer)
    {
        var retry = await consumer.ReadRetryAsync();
        (retry.Event.EventId, retry.Event.IsReleasedFor(consumer.Name)).Should().Be((Id("a"), true));
        await consumer.CommitAsync(TestConsumer.Done(retry));
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
    }

    private static void ExpectReleasedFor(StoredEvent storedEvent, params string[] consumers)
    {
        storedEvent.IsReleased.Should().BeFalse();
        storedEvent.ReleasedFor.Should().BeEquivalentTo(consumers);
        string[] names = ["boards", "own", "late", .. consumers];
        names.Where(storedEvent.IsReleasedFor).Should().BeEquivalentTo(names.Where(consumers.Contains));
    }

    private async Task<Dictionary<string, TestConsumer>> ConsumeAllAsync(params string[] names)
    {
        var consumers = new Dictionary<string, TestConsumer>();
        foreach (var name in names)
            consumers.Add(name, await ConsumeAsync(name, node: "node of " + name));
        return consumers;
    }

    /// <summary>The event is in the log, and these handlers keep it from themselves.</summary>
    private async Task KeepAsync(string name, params string[] handlers)
    {
        await AppendAsync(name);
        foreach (var handler in handlers)
            (await QuarantineAsync(Event(name), "future", handler)).Should().BeTrue();
    }

    private async Task<string> IdOfAsync(string handler) => (await ListQuarantinedAsync()).Single(entry => entry.Handler == handler).Id;

    private async Task ExpectCountsAsync(int count, string user = "u1")
    {
        (await Store.CountAsync(Id("unknown"), user, "future", default)).Should()
            .BeEquivalentTo(new { IsKnown = false, OfReason = (long)count, OfUser = (long)count });
        (await Store.GetUsageAsync(100, default)).Events.GetValueOrDefault("future").Should().Be(count);
        (await Fixture.GetStatisticsAsync()).Quarantined.Should().Be(count);
    }
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class LogQuarantineSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    private IQuarantineStore Store => Fixture.Quarantine;

    [Fact]
    public async Task A_quarantined_event_is_kept_once_and_not_delivered()
    {
        var consumer = await ConsumeAsync();
        var sent = new StoredEvent(Id("a"), "u1", default, Event("a").Body) { Source = "prod" };
        var before = await Fixture.GetTimeAsync();
        (await QuarantineAsync(sent)).Should().BeTrue();
        var after = await Fixture.GetTimeAsync();
        await AdvanceAsync(60);
        (await QuarantineAsync(sent)).Should().BeTrue();

        var entry = (await ListQuarantinedAsync()).Should().ContainSingle().Subject;
        entry.Reason.Should().Be("forged");
        entry.Handler.Should().BeNull();
        entry.Event.Should().BeEquivalentTo(new { EventId = Id("a"), UserId = "u1", Source = "prod", IsReleased = false });
        entry.Event.ReceivedAt.Should().BeOnOrAfter(before).And.BeOnOrBefore(after);
        entry.Event.Body.ToArray().Should().Equal(sent.Body.ToArray());
        (await consumer.ReadAsync()).Should().BeEmpty();
        (await ReadLedgerAsync()).Should().BeEmpty("the ledger holds accepted events");
        (await Fixture.GetStatisticsAsync()).Quarantined.Should().Be(1);
    }

    [Fact]
    public async Task An_event_is_kept_once_for_each_reason()
    {
        await QuarantineAsync(Event("a"), "forged");
        await QuarantineAsync(Event("a"), "future");

        (await ListQuarantinedAsync()).Select(entry => entry.Reason).Should().Equal("forged", "future");
    }

    [Fact]
    public async Task A_released_event_is_delivered_with_its_first_arrival()
    {
        var consumer = await ConsumeAsync();
        await QuarantineAsync(Event("a"));
        var received = (await ListQuarantinedAsync())[0].Event.ReceivedAt;
        await AdvanceAsync(60);
        await AppendAsync("b");

        var id = (await ListQuarantinedAsync())[0].Id;
        (await ReleaseAsync(id, "4711", "no id")).Should().Be(1);

        var entries = await consumer.ReadAsync();
        entries.Select(entry => entry.Event.EventId).Should().Equal(Ids("b", "a"));
        entries.Select(entry => entry.Event.IsReleased).Should().Equal(false, true);
        entries[1].Event.ReceivedAt.Should().Be(received);
        (await ListQuarantinedAsync()).Should().BeEmpty();
        (await ReleaseAsync(id)).Should().Be(0);
        (await AppendAsync("a"))[0].Should().Be(new AppendedEvent { IsAdded = false, ReceivedAt = received });
    }

    [Fact]
    public async Task Releasing_what_was_accepted_meanwhile_delivers_it_once()
    {
        var consumer = await ConsumeAsync();
        await QuarantineAsync(Event("a"));
        await AppendAsync("a");

        (await ReleaseAsync((await ListQuarantinedAsync())[0].Id)).Should().Be(1);

        (await consumer.ReadAsync()).Should().ContainSingle();
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        (await ListQuarantinedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_event_that_one_handler_kept_from_itself_is_released_to_that_one_alone()
    {
        var (boards, other) = (await ConsumeAsync("boards"), await ConsumeAsync("other"));
        var received = (await AppendAsync(Event("a", body: """{ "score": 1.0 }""")))[0].ReceivedAt;
        var kept = (await boards.ReadAsync())[0].Event;
        await QuarantineAsync(new StoredEvent(kept.EventId, kept.UserId, kept.ReceivedAt, """{"score":1}"""u8.ToArray()), "future", "boards");
        await boards.CommitAsync();
        await other.ReadAsync();
        await other.CommitAsync();
        var entry = (await ListQuarantinedAsync()).Single();
        entry.Handler.Should().Be("boards");
        await AdvanceAsync(60);

        await ReleaseAsync(entry.Id);

        var retry = await boards.ReadRetryAsync();
        retry.Attempts.Should().Be(0);
        retry.Event.IsReleasedFor("boards").Should().BeTrue();
        retry.Event.Body.ToArray().Should().Equal("""{ "score": 1.0 }"""u8.ToArray(), "it is released as it was posted");
        (await Log.GetHorizonAsync("boards", default)).Should().BeOnOrBefore(received);
        (await Log.GetHorizonAsync("other", default)).Should().BeAfter(received);
        (await other.ReadRetriesAsync()).Should().BeEmpty();
        await boards.CommitAsync(TestConsumer.Done(retry));
        (await boards.ReadRetriesAsync()).Should().BeEmpty();
        (await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single().Should()
            .BeEquivalentTo(new { IsReleased = false, ReleasedFor = new[] { "boards" } });
    }

    [Fact]
    public async Task An_event_that_is_released_for_one_handler_before_others_have_read_it_is_new_to_them()
    {
        var (boards, other) = (await ConsumeAsync("boards"), await ConsumeAsync("other"));
        await AppendAsync("a");
        await QuarantineAsync(Event("a"), "future", "boards");

        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        var read = (await other.ReadAsync()).Should().ContainSingle().Subject.Event;
        (read.IsReleasedFor("other"), read.IsReleasedFor("boards")).Should().Be((false, true));
        (await boards.ReadRetryAsync()).Event.IsReleasedFor("boards").Should().BeTrue();
    }

    [Fact]
    public async Task An_event_that_was_kept_from_all_handlers_is_released_for_all_of_them()
    {
        await QuarantineAsync(Event("a"));

        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        var read = (await (await ConsumeAsync("boards")).ReadAsync()).Should().ContainSingle().Subject.Event;
        (read.IsReleased, read.IsReleasedFor("boards"), read.IsReleasedFor("any other"), read.ReleasedFor.Count).Should().Be((true, true, true, 0));
    }

    [Fact]
    public async Task A_rejected_event_is_gone()
    {
        var consumer = await ConsumeAsync();
        await QuarantineAsync(Event("a"));

        (await Store.RejectQuarantinedAsync([(await ListQuarantinedAsync())[0].Id, "4711", "no id"], default)).Should().Be(1);

        (await ListQuarantinedAsync()).Should().BeEmpty();
        (await consumer.ReadAsync()).Should().BeEmpty();
        (await QuarantineAsync(Event("a"))).Should().BeTrue("it can come again");
        (await ListQuarantinedAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Quarantine_is_bounded_and_read_in_pages()
    {
        for (var i = 0; i < 5; i++)
            (await QuarantineAsync(Event("e" + i), capacity: 4)).Should().Be(i < 4);

        var first = await Store.ListQuarantinedAsync(null, 3, default);
        first.Select(entry => entry.Event.EventId).Should().Equal(Ids("e0", "e1", "e2"));
        (await Store.ListQuarantinedAsync(first[^1].Id, 3, default)).Select(entry => entry.Event.EventId).Should().Equal(Ids("e3"));
    }

    [Fact]
    public async Task A_full_reason_takes_no_place_from_another_reason()
    {
        for (var i = 0; i < 25; i++)
            (await QuarantineAsync(Event("f" + i, "x" + i), "forged", capacity: 20)).Should().Be(i < 20);

        await ExpectCountAsync("a", "honest", "forged", 20, 0);
        await ExpectCountAsync("a", "honest", "future", 0, 0);
        (await QuarantineAsync(Event("a", "honest"), "future", capacity: 20)).Should().BeTrue();
        (await Store.GetUsageAsync(20, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long> { ["forged"] = 20, ["future"] = 1 }, FullUsers = 0 });
    }

    [Fact]
    public async Task A_full_user_takes_no_place_from_another_user()
    {
        for (var i = 0; i < 5; i++)
            (await QuarantineAsync(Event("e" + i, "flood"), "future", capacityPerUser: 3)).Should().Be(i < 3);

        await ExpectCountAsync("e9", "flood", "future", 3, 3);
        await ExpectCountAsync("e9", "other", "future", 3, 0);
        (await QuarantineAsync(Event("o", "other"), "future", capacityPerUser: 3)).Should().BeTrue();
        (await QuarantineAsync(Event("e0", "flood"), "future", capacityPerUser: 3)).Should().BeTrue("it is kept already");
        (await QuarantineAsync(Event("e9", "flood"), "forged", capacityPerUser: 3)).Should().BeTrue("each reason has its own share");
        (await Store.GetUsageAsync(3, default)).FullUsers.Should().Be(1);
    }

    [Fact]
    public async Task Events_that_leave_the_quarantine_make_room()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await QuarantineAsync(Event(name, "u1"));
        await QuarantineAsync(Event("d", "u2"));
        var kept = await ListQuarantinedAsync();

        await ReleaseAsync(kept[0].Id);
        (await Store.GetUsageAsync(2, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long> { ["forged"] = 3 }, FullUsers = 1 });
        await Store.RejectQuarantinedAsync([kept[1].Id], default);
        (await Store.GetUsageAsync(2, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long> { ["forged"] = 2 }, FullUsers = 0 });
        await Log.EraseUserAsync("u1", default);
        await Log.EraseUserAsync("u2", default);

        (await Store.GetUsageAsync(1, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long>(), FullUsers = 0 });
        (await Fixture.GetStatisticsAsync()).Quarantined.Should().Be(0);
        await ExpectCountAsync("a", "u1", "forged", 0, 0);
    }

    [Fact]
    public async Task A_repeat_is_known_and_needs_no_room()
    {
        await QuarantineAsync(Event("kept"), "forged");
        await AppendAsync("logged");
        await QuarantineAsync(Event("released"), "forged");
        await ReleaseAsync((await ListQuarantinedAsync())[1].Id);

        (await CountAsync("kept", "u1", "forged")).IsKnown.Should().BeTrue();
        (await CountAsync("kept", "u1", "future")).IsKnown.Should().BeFalse("it is there for another reason");
        (await CountAsync("logged", "u1", "future")).IsKnown.Should().BeTrue();
        foreach (var name in new[] { "kept", "logged", "released" })
            (await QuarantineAsync(Event(name), "forged", capacity: 1)).Should().BeTrue(name);
        (await QuarantineAsync(Event("new"), "forged", capacity: 1)).Should().BeFalse();
        (await ListQuarantinedAsync()).Select(entry => entry.Event.EventId).Should().Equal(Ids("kept"));
        (await QuarantineAsync(Event("logged"), "future", "h")).Should().BeTrue();
        (await ListQuarantinedAsync()).Select(entry => entry.Event.EventId).Should().Equal(Ids("kept", "logged"), "one handler keeps it from itself");
    }

    [Fact]
    public async Task An_event_can_be_released_to_another_user()
    {
        var consumer = await ConsumeAsync();
        await QuarantineAsync(Event("a", Users[0], """{"subId":"u1"}"""));
        await QuarantineAsync(Event("b", Users[0]));
        var kept = await ListQuarantinedAsync();
        (await Store.GetQuarantinedAsync(kept[1].Id, default)).Should()
            .BeEquivalentTo(new { kept[1].Id, Reason = "forged", Event = new { EventId = Id("b") } });
        (await Store.GetQuarantinedAsync("4711", default)).Should().BeNull();
        (await Store.GetQuarantinedAsync("no id", default)).Should().BeNull();

        (await Store.ReleaseQuarantinedAsync(
            [new QuarantineRelease { Id = kept[0].Id, UserId = Users[3] }, new QuarantineRelease { Id = kept[1].Id }], default)).Should().Be(2);

        var entries = await consumer.ReadAsync();
        entries.Select(entry => (entry.Event.EventId, entry.Event.UserId, entry.Event.IsReleased)).Should()
            .BeEquivalentTo([(Id("a"), Users[3], true), (Id("b"), Users[0], true)]);
        entries.Single(entry => entry.Event.EventId == Id("a")).Event.Body.ToArray().Should().Equal("""{"subId":"u1"}"""u8.ToArray());
        (await Log.EraseUserAsync(Users[3], default)).Count.Should().Be(1);
        (await ReadLedgerAsync()).Should().Equal(Ids("b"));
    }

    [Fact]
    public async Task An_event_that_has_yet_to_be_judged_is_released_as_a_new_one()
    {
        var consumer = await ConsumeAsync();
        await QuarantineAsync(Event("a"));
        var kept = (await ListQuarantinedAsync())[0];
        await AdvanceAsync(60);

        (await Store.ReleaseQuarantinedAsync([new QuarantineRelease { Id = kept.Id, IsGenuine = false }], default)).Should().Be(1);

        var entry = (await consumer.ReadAsync()).Should().ContainSingle().Subject.Event;
        entry.Should().BeEquivalentTo(new { EventId = Id("a"), IsReleased = false, kept.Event.ReceivedAt });
        (await QuarantineAsync(entry, "future", "h")).Should().BeTrue();
        await ReleaseAsync((await ListQuarantinedAsync()).Should().ContainSingle().Subject.Id);
        (await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single().Should()
            .BeEquivalentTo(new { IsReleased = false, ReleasedFor = new[] { "h" } });
    }

    [Fact]
    public async Task Quarantine_and_releases_survive_a_crash()
    {
        await ConsumeAsync();
        await QuarantineAsync(Event("a"));
        await QuarantineAsync(Event("b"));
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        await Fixture.CrashAsync();
        await AdvanceAsync(Lease);

        (await ListQuarantinedAsync()).Select(entry => entry.Event.EventId).Should().Equal(Fixture.IsDurable ? Ids("b") : []);
        var entries = await (await ConsumeAsync()).ReadAsync();
        entries.Select(entry => (entry.Event.EventId, entry.Event.IsReleased)).Should().Equal(Fixture.IsDurable ? [(Id("a"), true)] : []);
    }

    private async Task<QuarantineCount> CountAsync(string name, string user, string reason) => await Store.CountAsync(Id(name), user, reason, default);

    private async Task ExpectCountAsync(string name, string user, string reason, int ofReason, int ofUser) =>
        (await CountAsync(name, user, reason)).Should().BeEquivalentTo(new { IsKnown = false, OfReason = (long)ofReason, OfUser = (long)ofUser });
}

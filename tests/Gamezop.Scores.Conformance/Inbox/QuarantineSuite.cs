namespace Gamezop.Scores.Conformance;

public abstract class QuarantineSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    private IQuarantineStore Store => Fixture.Quarantine;

    [Fact]
    public async Task A_quarantined_event_is_kept_once_and_not_delivered()
    {
        await QuarantineAsync("a");
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));
        (await QuarantineAsync("a")).Should().BeTrue();

        var entry = (await ListAsync()).Should().ContainSingle().Subject;
        entry.Reason.Should().Be("forged");
        entry.Event.Should().BeEquivalentTo(new { EventId = InboxFixture.Id("a"), UserId = "u1", ReceivedAt = InboxFixture.Start });
        entry.Event.Body.ToArray().Should().Equal(Fixture.Event("a").Body.ToArray());
        (await LeaseAsync()).Should().BeEmpty();
        (await Inbox.ReadAsync(default, null, 10, default)).Events.Should().BeEmpty("the ledger holds accepted events");
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 0L, Quarantined = 1L });
    }

    [Fact]
    public async Task A_released_event_is_delivered_with_its_first_arrival()
    {
        await QuarantineAsync("a");
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync("b");

        var id = (await ListAsync())[0].Id;
        (await Store.ReleaseQuarantinedAsync([id, "4711", "no id"], default)).Should().Be(1);

        var deliveries = await LeaseAsync();
        Ids(deliveries).Should().Equal(Ids("b", "a"));
        deliveries[1].Event.ReceivedAt.Should().Be(InboxFixture.Start);
        (await ListAsync()).Should().BeEmpty();
        (await Store.ReleaseQuarantinedAsync([id], default)).Should().Be(0);
        (await AppendAsync("a")).Should().Equal(InboxAppend.Duplicate);
    }

    [Fact]
    public async Task Releasing_what_was_accepted_meanwhile_delivers_it_once()
    {
        await QuarantineAsync("a");
        await AppendAsync("a");

        (await Store.ReleaseQuarantinedAsync([(await ListAsync())[0].Id], default)).Should().Be(1);

        (await LeaseAsync()).Should().ContainSingle();
        (await ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_one_handler_kept_from_itself_is_released_to_that_one_alone()
    {
        await AppendAsync("a");
        await CompleteAsync(await LeaseOneAsync());
        await Store.QuarantineAsync(Fixture.Event("a"), "future", "boards", 100, 100, default);
        (await ListAsync()).Single().Handler.Should().Be("boards");

        await Store.ReleaseQuarantinedAsync([(await ListAsync())[0].Id], default);

        var delivery = await LeaseOneAsync();
        delivery.Should().BeEquivalentTo(new { Handler = "boards", Attempt = 1 });
        delivery.Event.IsReleased.Should().BeTrue();
        (await Inbox.GetOldestWaitingAsync("boards", default)).Should().Be(InboxFixture.Start);
        (await Inbox.GetOldestWaitingAsync("other", default)).Should().BeNull();
        await CompleteAsync(delivery);
        (await LeaseAsync()).Should().BeEmpty();
        (await Inbox.ReadAsync(default, null, 10, default)).Events.Should().ContainSingle().Which.IsReleased.Should().BeTrue();
    }

    [Fact]
    public async Task What_one_handler_kept_from_itself_is_released_as_it_was_posted()
    {
        await AppendAsync(Fixture.Event("a", body: """{ "score": 1.0 }"""));
        await CompleteAsync(await LeaseOneAsync());
        await Store.QuarantineAsync(Fixture.Event("a", body: """{"score":1}"""), "future", "boards", 100, 100, default);

        await Store.ReleaseQuarantinedAsync([(await ListAsync())[0].Id], default);

        (await LeaseOneAsync()).Event.Body.ToArray().Should().Equal("""{ "score": 1.0 }"""u8.ToArray());
        (await Inbox.ReadAsync(default, null, 10, default)).Events.Single().Body.ToArray().Should().Equal("""{ "score": 1.0 }"""u8.ToArray());
    }

    [Fact]
    public async Task What_one_handler_kept_from_itself_stays_in_the_ledger_until_it_is_released_or_rejected()
    {
        await AppendAsync("released", "rejected");
        await CompleteAsync([.. await LeaseAsync()]);
        await Store.QuarantineAsync(Fixture.Event("released"), "future", "boards", 100, 100, default);
        await Store.QuarantineAsync(Fixture.Event("rejected"), "future", "boards", 100, 100, default);
        Fixture.Time.Advance(TimeSpan.FromDays(40));

        (await Inbox.PruneAsync(Fixture.Time.GetUtcNow(), 10, default)).Should().Be(0, "all handlers would get it again if it were not known any more");
        await Store.ReleaseQuarantinedAsync([(await ListAsync())[0].Id], default);
        await Store.RejectQuarantinedAsync([(await ListAsync())[0].Id], default);

        var delivery = await LeaseOneAsync();
        delivery.Handler.Should().Be("boards");
        await CompleteAsync(delivery);
        (await Inbox.PruneAsync(Fixture.Time.GetUtcNow(), 10, default)).Should().Be(2);
    }

    [Fact]
    public async Task A_released_event_is_known_as_such()
    {
        await AppendAsync("other");
        await QuarantineAsync("a");
        await Store.ReleaseQuarantinedAsync([(await ListAsync())[0].Id], default);

        (await LeaseAsync()).Select(delivery => delivery.Event.IsReleased).Should().Equal(false, true);
    }

    [Fact]
    public async Task A_rejected_event_is_gone()
    {
        await QuarantineAsync("a");

        (await Store.RejectQuarantinedAsync([(await ListAsync())[0].Id], default)).Should().Be(1);

        (await ListAsync()).Should().BeEmpty();
        (await LeaseAsync()).Should().BeEmpty();
        (await QuarantineAsync("a")).Should().BeTrue("it can come again");
    }

    [Fact]
    public async Task Quarantine_is_bounded_and_read_in_pages()
    {
        for (var i = 0; i < 5; i++)
            (await QuarantineAsync("e" + i, capacity: 4)).Should().Be(i < 4);

        var first = await Store.ListQuarantinedAsync(null, 3, default);
        first.Select(entry => entry.Event.EventId).Should().Equal(Ids("e0", "e1", "e2"));
        (await Store.ListQuarantinedAsync(first[^1].Id, 3, default)).Select(entry => entry.Event.EventId).Should().Equal(Ids("e3"));
    }

    [Fact]
    public async Task Quarantine_and_releases_survive_a_crash()
    {
        await QuarantineAsync("a");
        await QuarantineAsync("b");
        await Store.ReleaseQuarantinedAsync([(await ListAsync())[0].Id], default);

        await Fixture.CrashAsync();

        (await ListAsync()).Select(entry => entry.Event.EventId).Should().Equal(Fixture.IsDurable ? Ids("b") : []);
        Ids(await LeaseAsync()).Should().Equal(Fixture.IsDurable ? Ids("a") : []);
    }

    [Fact]
    public async Task A_full_reason_takes_no_place_from_another_reason()
    {
        for (var i = 0; i < 25; i++)
            (await KeepAsync("f" + i, "forged", "x" + i, capacity: 20)).Should().Be(i < 20);

        (await Store.HasRoomAsync("honest", "forged", 20, 20, default)).Should().BeFalse();
        (await Store.HasRoomAsync("honest", "future", 20, 20, default)).Should().BeTrue();
        (await KeepAsync("a", "future", "honest", capacity: 20)).Should().BeTrue();
        var expected = new Dictionary<string, long> { ["forged"] = 20, ["future"] = 1 };
        (await Store.GetUsageAsync(20, default)).Should().BeEquivalentTo(new { Events = expected, FullUsers = 0 });
    }

    [Fact]
    public async Task A_full_user_takes_no_place_from_another_user()
    {
        for (var i = 0; i < 5; i++)
            (await KeepAsync("e" + i, "future", "flood", capacityPerUser: 3)).Should().Be(i < 3);

        (await Store.HasRoomAsync("flood", "future", 100, 3, default)).Should().BeFalse();
        (await Store.HasRoomAsync("other", "future", 100, 3, default)).Should().BeTrue();
        (await KeepAsync("o", "future", "other", capacityPerUser: 3)).Should().BeTrue();
        (await KeepAsync("e0", "future", "flood", capacityPerUser: 3)).Should().BeTrue("it is kept already");
        (await KeepAsync("e9", "forged", "flood", capacityPerUser: 3)).Should().BeTrue("each reason has its own share");
        (await Store.GetUsageAsync(3, default)).FullUsers.Should().Be(1);
    }

    [Fact]
    public async Task What_leaves_the_quarantine_makes_room()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await KeepAsync(name, "forged", "u1");
        await KeepAsync("d", "forged", "u2");
        var kept = await ListAsync();

        await Store.ReleaseQuarantinedAsync([kept[0].Id], default);
        (await Store.GetUsageAsync(2, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long> { ["forged"] = 3 }, FullUsers = 1 });
        await Store.RejectQuarantinedAsync([kept[1].Id], default);
        (await Store.GetUsageAsync(2, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long> { ["forged"] = 2 }, FullUsers = 0 });
        await Inbox.EraseUserAsync("u1", default);
        await Inbox.EraseUserAsync("u2", default);

        (await Store.GetUsageAsync(1, default)).Should().BeEquivalentTo(new { Events = new Dictionary<string, long>(), FullUsers = 0 });
        (await Inbox.GetStatisticsAsync(default)).Quarantined.Should().Be(0);
        (await Store.HasRoomAsync("u1", "forged", 1, 1, default)).Should().BeTrue();
    }

    private async Task<bool> KeepAsync(string name, string reason, string user, int capacity = 100, int capacityPerUser = 100) =>
        await Store.QuarantineAsync(Fixture.Event(name, user), reason, null, capacity, capacityPerUser, default);

    private async Task<bool> QuarantineAsync(string name, int capacity = 100, int capacityPerUser = 100) =>
        await Store.QuarantineAsync(Fixture.Event(name), "forged", null, capacity, capacityPerUser, default);

    private async Task<IReadOnlyList<QuarantinedEvent>> ListAsync() => await Store.ListQuarantinedAsync(null, 100, default);
}

namespace Gamezop.Scores.Conformance;

/// <summary>The source of an event goes wherever the event goes.</summary>
public abstract class SourceSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    [Fact]
    public async Task Deliveries_retries_and_the_ledger_have_the_source()
    {
        await AppendAsync(Event("a", "web"), Event("b", null), Event("c", "äpp ☃"));
        var first = await LeaseAsync();
        first.Select(delivery => delivery.Event.Source).Should().Equal("web", null, "äpp ☃");
        await FailAsync(first[0], Retry("boards"));
        await FailAsync(first[1], Retry("boards"));
        await FailAsync(first[2], Retry("boards"));

        // What is in the file, not what is still in memory.
        if (Fixture.IsDurable)
            await Fixture.CrashAsync();
        Fixture.Time.Advance(Lease);

        var again = await LeaseAsync();
        again.Select(delivery => (delivery.Handler, delivery.Attempt, delivery.Event.Source)).Should().Equal(("boards", 2, "web"), ("boards", 2, null), ("boards", 2, "äpp ☃"));
        (await Inbox.ReadAsync(default, null, 10, default)).Events.Select(kept => kept.Source).Should().Equal("web", null, "äpp ☃");
    }

    [Fact]
    public async Task First_deliveries_after_a_crash_have_the_source()
    {
        await AppendAsync(Event("a", "web"), Event("b", null));
        await Fixture.CrashAsync();
        Fixture.Time.Advance(Lease);
        (await LeaseAsync()).Select(delivery => delivery.Event.Source).Should().Equal(Fixture.IsDurable ? ["web", null] : []);
    }

    [Fact]
    public async Task A_repeat_from_another_source_is_a_repeat_and_the_first_source_stays()
    {
        await AppendAsync(Event("a", "web"));
        (await AppendAsync(Event("a", "app"))).Should().Equal(InboxAppend.Duplicate);
        (await LeaseOneAsync()).Event.Source.Should().Be("web");
    }

    [Fact]
    public async Task Dead_letters_have_the_source_and_so_has_their_replay()
    {
        await AppendAsync(Event("a", "web"));
        await FailAsync(await LeaseOneAsync(), Dead("boards"));
        await Fixture.DeadLetters.AddUnreadableAsync(InboxFixture.Id("x"), InboxFixture.Start, new byte[] { 1 }, "No JSON.", "app", 10, default);
        await Fixture.DeadLetters.AddUnreadableAsync(InboxFixture.Id("y"), InboxFixture.Start, new byte[] { 2 }, "No JSON.", null, 10, default);

        var letters = await Fixture.DeadLetters.ListDeadLettersAsync(null, 10, default);
        letters.Select(letter => letter.Source).Should().Equal("web", "app", null);
        (await Fixture.DeadLetters.GetDeadLetterAsync(letters[1].Id, default))!.Source.Should().Be("app");
        await Fixture.DeadLetters.ReplayDeadLettersAsync([letters[0].Id], default);
        (await LeaseOneAsync()).Event.Source.Should().Be("web");
    }

    [Fact]
    public async Task Quarantined_events_have_the_source_and_so_have_released_ones()
    {
        foreach (var (name, source) in new[] { ("a", "web"), ("b", null) })
            await Fixture.Quarantine.QuarantineAsync(Event(name, source), "forged", null, 10, 10, default);

        var entries = await Fixture.Quarantine.ListQuarantinedAsync(null, 10, default);
        entries.Select(entry => entry.Event.Source).Should().Equal("web", null);
        await Fixture.Quarantine.ReleaseQuarantinedAsync([.. entries.Select(entry => entry.Id)], default);
        (await LeaseAsync()).Select(delivery => (delivery.Event.IsReleased, delivery.Event.Source)).Should().Equal((true, "web"), (true, null));
    }

    [Fact]
    public async Task What_one_handler_kept_from_itself_comes_back_with_its_source()
    {
        await AppendAsync(Event("a", "web"));
        await CompleteAsync(await LeaseOneAsync());
        await Fixture.Quarantine.QuarantineAsync(Event("a", "web"), "future", "boards", 100, 100, default);
        await Fixture.Quarantine.ReleaseQuarantinedAsync([(await Fixture.Quarantine.ListQuarantinedAsync(null, 10, default)).Single().Id], default);
        (await LeaseOneAsync()).Event.Should().BeEquivalentTo(new { Source = "web", IsReleased = true });
    }

    private InboxEvent Event(string name, string? source)
    {
        var plain = Fixture.Event(name);
        return new InboxEvent(plain.EventId, plain.UserId, plain.ReceivedAt, plain.Body) { Source = source };
    }
}

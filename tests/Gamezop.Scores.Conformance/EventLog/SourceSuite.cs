namespace Gamezop.Scores.Conformance;

/// <summary>The source of an event goes wherever the event goes.</summary>
public abstract class SourceSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task Entries_retries_and_the_ledger_have_the_source()
    {
        await AppendAsync(Event("a", "web"), Event("b", null), Event("c", "äpp ☃"));
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        entries.Select(entry => entry.Event.Source).Should().Equal("web", null, "äpp ☃");
        await consumer.CommitAsync([.. entries.Select(entry => TestConsumer.Retry(entry, 0))]);

        // From the store, not from memory.
        if (Fixture.IsDurable)
            await Fixture.CrashAsync();
        await AdvanceAsync(Lease);

        (await (await ConsumeAsync()).ReadRetriesAsync()).Select(retry => retry.Event.Source).Should().Equal("web", null, "äpp ☃");
        (await Log.ReadLedgerAsync(default, null, 10, default)).Events.Select(kept => kept.Source).Should().Equal("web", null, "äpp ☃");
    }

    [Fact]
    public async Task Entries_have_the_source_after_a_crash()
    {
        await AppendAsync(Event("a", "web"), Event("b", null));
        await Fixture.CrashAsync();

        (await (await ConsumeAsync()).ReadAsync()).Select(entry => entry.Event.Source).Should().Equal(Fixture.IsDurable ? ["web", null] : []);
    }

    [Fact]
    public async Task A_repeat_from_another_source_is_a_repeat_and_the_first_source_stays()
    {
        await AppendAsync(Event("a", "web"));

        (await AppendAsync(Event("a", "app")))[0].IsAdded.Should().BeFalse();

        (await (await ConsumeAsync()).ReadAsync()).Single().Event.Source.Should().Be("web");
    }

    [Fact]
    public async Task Dead_letters_have_the_source_and_so_has_their_replay()
    {
        await AppendAsync(Event("a", "web"));
        var consumer = await ConsumeAsync();
        await consumer.CommitAsync(TestConsumer.Dead((await consumer.ReadAsync())[0]));
        await Fixture.DeadLetters.AddUnreadableAsync(Id("x"), new byte[] { 1 }, "No JSON.", "app", 10, default);
        await Fixture.DeadLetters.AddUnreadableAsync(Id("y"), new byte[] { 2 }, "No JSON.", null, 10, default);

        var letters = await ListDeadLettersAsync();
        letters.Select(letter => letter.Source).Should().Equal("web", "app", null);
        (await Fixture.DeadLetters.GetDeadLetterAsync(letters[1].Id, default))!.Source.Should().Be("app");
        await Fixture.DeadLetters.ReplayDeadLettersAsync([letters[0].Id], default);
        (await consumer.ReadRetryAsync()).Event.Source.Should().Be("web");
    }

    [Fact]
    public async Task Quarantined_events_have_the_source_and_so_have_released_ones()
    {
        await QuarantineAsync(Event("a", "web"));
        await QuarantineAsync(Event("b", null));

        var entries = await ListQuarantinedAsync();
        entries.Select(entry => entry.Event.Source).Should().Equal("web", null);
        await ReleaseAsync([.. entries.Select(entry => entry.Id)]);
        (await (await ConsumeAsync()).ReadAsync()).Select(entry => (entry.Event.IsReleased, entry.Event.Source)).Should().Equal((true, "web"), (true, null));
    }

    [Fact]
    public async Task An_event_that_one_handler_kept_from_itself_comes_back_with_its_source()
    {
        await AppendAsync(Event("a", "web"));
        var consumer = await ConsumeAsync("boards");
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        await QuarantineAsync(Event("a", "web"), "future", "boards");

        await ReleaseAsync((await ListQuarantinedAsync()).Single().Id);

        (await consumer.ReadRetryAsync()).Event.Should().BeEquivalentTo(new { Source = "web", ReleasedFor = new[] { "boards" } });
    }

    private static StoredEvent Event(string name, string? source) => new(Id(name), "u1", default, Event(name).Body) { Source = source };
}

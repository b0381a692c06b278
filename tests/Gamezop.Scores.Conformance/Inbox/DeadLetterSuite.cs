namespace Gamezop.Scores.Conformance;

public abstract class DeadLetterSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    private IDeadLetterStore Store => Fixture.DeadLetters;

    [Fact]
    public async Task A_dead_letter_tells_everything()
    {
        await AppendAsync("a");
        var delivery = await LeaseOneAsync();
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));

        await FailAsync(delivery, Dead("h", attempts: 7, error: "No wallet: ☃"));

        var letter = (await ListAsync()).Should().ContainSingle().Subject;
        letter.Should().BeEquivalentTo(new
        {
            EventId = InboxFixture.Id("a"),
            UserId = "u1",
            Handler = "h",
            Attempts = 7,
            Error = "No wallet: ☃",
            ReceivedAt = InboxFixture.Start,
            ParkedAt = InboxFixture.Start.AddMinutes(1),
            IsUnreadable = false,
        });
        letter.Body.ToArray().Should().Equal(Fixture.Event("a").Body.ToArray());
        (await Store.GetDeadLetterAsync(letter.Id, default)).Should().BeEquivalentTo(letter, options => options.Excluding(one => one.Body));
        (await LeaseAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_replayed_dead_letter_goes_to_its_handler_alone_and_starts_anew()
    {
        var id = await ParkAsync("a");

        (await Store.ReplayDeadLettersAsync([id], default)).Should().Be(1);

        (await ListAsync()).Should().BeEmpty();
        (await LeaseOneAsync()).Should().BeEquivalentTo(new { Handler = "h", Attempt = 1 });
        (await Store.ReplayDeadLettersAsync([id], default)).Should().Be(0, "it is no dead letter any more");
        (await LeaseAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_discarded_dead_letter_is_gone_and_its_event_stays_in_the_ledger()
    {
        var id = await ParkAsync("a");

        (await Store.DiscardDeadLettersAsync([id, "4711", "no id"], default)).Should().Be(1);

        (await ListAsync()).Should().BeEmpty();
        (await Store.GetDeadLetterAsync(id, default)).Should().BeNull();
        (await LeaseAsync()).Should().BeEmpty();
        (await Inbox.ReadAsync(default, null, 10, default)).Events.Should().ContainSingle();
    }

    [Fact]
    public async Task An_event_with_a_dead_letter_is_not_pruned()
    {
        var id = await ParkAsync("a");
        Fixture.Time.Advance(TimeSpan.FromDays(100));

        (await Inbox.PruneAsync(Fixture.Time.GetUtcNow(), 10, default)).Should().Be(0);
        await Store.DiscardDeadLettersAsync([id], default);
        (await Inbox.PruneAsync(Fixture.Time.GetUtcNow(), 10, default)).Should().Be(1);
    }

    [Fact]
    public async Task Dead_letters_are_read_in_pages_even_when_read_ones_go()
    {
        for (var i = 0; i < 5; i++)
            await ParkAsync("e" + i);
        var first = await Store.ListDeadLettersAsync(null, 2, default);
        first.Select(letter => letter.EventId).Should().Equal(Ids("e0", "e1"));

        await Store.ReplayDeadLettersAsync([.. first.Select(letter => letter.Id)], default);

        var second = await Store.ListDeadLettersAsync(first[^1].Id, 2, default);
        second.Select(letter => letter.EventId).Should().Equal(Ids("e2", "e3"));
        (await Store.ListDeadLettersAsync(second[^1].Id, 2, default)).Select(letter => letter.EventId).Should().Equal(Ids("e4"));
    }

    [Fact]
    public async Task An_unreadable_body_is_kept_once_and_up_to_the_capacity()
    {
        (await AddUnreadableAsync("x", 2)).Should().BeTrue();
        (await AddUnreadableAsync("x", 2)).Should().BeTrue();
        (await AddUnreadableAsync("y", 2)).Should().BeTrue();
        (await AddUnreadableAsync("z", 2)).Should().BeFalse();

        var letters = await ListAsync();
        letters.Should().HaveCount(2).And.OnlyContain(letter => letter.IsUnreadable && letter.UserId == null && letter.Attempts == 0 && letter.Error == "The payload is no object.");
        letters[0].Body.ToArray().Should().Equal([1, 2, 3]);
        (await Store.ReplayDeadLettersAsync([letters[0].Id], default)).Should().Be(0, "the store cannot read it either");
        (await Store.DiscardDeadLettersAsync([letters[0].Id], default)).Should().Be(1);
        (await AddUnreadableAsync("z", 2)).Should().BeTrue();
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 0L, DeadLetters = 2L });
    }

    [Fact]
    public async Task Dead_letters_survive_a_crash()
    {
        await ParkAsync("a");
        await AddUnreadableAsync("x", 10);

        await Fixture.CrashAsync();

        (await ListAsync()).Should().HaveCount(Fixture.IsDurable ? 2 : 0);
    }

    private async Task<IReadOnlyList<DeadLetter>> ListAsync() => await Store.ListDeadLettersAsync(null, 100, default);

    private async Task<bool> AddUnreadableAsync(string name, int capacity) =>
        await Store.AddUnreadableAsync(InboxFixture.Id(name), Fixture.Time.GetUtcNow(), new byte[] { 1, 2, 3 }, "The payload is no object.", "web", capacity, default);

    private async Task<string> ParkAsync(string name)
    {
        await AppendAsync(name);
        await FailAsync(await LeaseOneAsync(), Dead("h"));
        return (await ListAsync())[^1].Id;
    }
}

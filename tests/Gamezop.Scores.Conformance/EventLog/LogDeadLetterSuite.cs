using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class LogDeadLetterSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    private IDeadLetterStore Store => Fixture.DeadLetters;

    [Fact]
    public async Task A_dead_letter_tells_everything()
    {
        var sent = new StoredEvent(Id("a"), "u1", default, Event("a").Body) { Source = "prod" };
        var received = (await AppendAsync(sent))[0].ReceivedAt;
        var consumer = await ConsumeAsync();
        var entry = (await consumer.ReadAsync())[0];
        await AdvanceAsync(60);

        await consumer.CommitAsync(TestConsumer.Dead(entry, attempts: 7, error: "No wallet: ☃"));

        var letter = (await ListDeadLettersAsync()).Should().ContainSingle().Subject;
        letter.Should().BeEquivalentTo(new
        {
            EventId = Id("a"),
            UserId = "u1",
            Handler = "h",
            Attempts = 7,
            Error = "No wallet: ☃",
            ReceivedAt = received,
            Source = "prod",
            IsUnreadable = false,
        });
        letter.ParkedAt.Should().BeOnOrAfter(received.AddSeconds(60)).And.BeOnOrBefore(await Fixture.GetTimeAsync());
        letter.Body.ToArray().Should().Equal(sent.Body.ToArray());
        (await Store.GetDeadLetterAsync(letter.Id, default)).Should().BeEquivalentTo(letter, options => options.Excluding(one => one.Body));
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_replayed_dead_letter_goes_to_its_handler_alone_and_starts_anew()
    {
        var other = await ConsumeAsync("other");
        var (consumer, id) = await ParkAsync("a");
        await other.ReadAsync();
        await other.CommitAsync();

        (await Store.ReplayDeadLettersAsync([id], default)).Should().Be(1);

        (await ListDeadLettersAsync()).Should().BeEmpty();
        (await consumer.ReadRetryAsync()).Attempts.Should().Be(0);
        (await other.ReadRetriesAsync()).Should().BeEmpty();
        (await Store.ReplayDeadLettersAsync([id], default)).Should().Be(0, "it is no dead letter any more");
        (await consumer.ReadRetriesAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_discarded_dead_letter_is_gone_and_its_event_stays_in_the_log()
    {
        var (consumer, id) = await ParkAsync("a");

        (await Store.DiscardDeadLettersAsync([id, "4711", "no id"], default)).Should().Be(1);

        (await ListDeadLettersAsync()).Should().BeEmpty();
        (await Store.GetDeadLetterAsync(id, default)).Should().BeNull();
        (await Store.GetDeadLetterAsync("no id", default)).Should().BeNull();
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        (await ReadLedgerAsync()).Should().Equal(Ids("a"));
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
        await AdvanceAsync(1);
        var before = await Fixture.GetTimeAsync();
        (await AddUnreadableAsync("x", 2)).Should().BeTrue();
        (await AddUnreadableAsync("x", 2)).Should().BeTrue();
        (await AddUnreadableAsync("y", 2)).Should().BeTrue();
        (await AddUnreadableAsync("z", 2)).Should().BeFalse();
        var after = await Fixture.GetTimeAsync();

        var letters = await ListDeadLettersAsync();
        letters.Should().HaveCount(2).And.OnlyContain(letter =>
            letter.IsUnreadable && letter.UserId == null && letter.Attempts == 0 && letter.Error == "The payload is no object." && letter.Source == "prod"
            && letter.ReceivedAt >= before && letter.ReceivedAt <= after && letter.ParkedAt >= before);
        letters[0].Body.ToArray().Should().Equal([1, 2, 3]);
        (await Store.ReplayDeadLettersAsync([letters[0].Id], default)).Should().Be(0, "the store cannot read it either");
        (await Store.DiscardDeadLettersAsync([letters[0].Id], default)).Should().Be(1);
        (await Store.CountUnreadableAsync(default)).Should().Be(1);
        (await AddUnreadableAsync("z", 2)).Should().BeTrue();
        (await Store.CountUnreadableAsync(default)).Should().Be(2);
        (await Fixture.GetStatisticsAsync()).DeadLetters.Should().Be(2);
    }

    [Fact]
    public async Task Dead_letters_survive_a_crash()
    {
        await ParkAsync("a");
        await AddUnreadableAsync("x", 10);

        await Fixture.CrashAsync();

        (await ListDeadLettersAsync()).Should().HaveCount(Fixture.IsDurable ? 2 : 0);
    }

    private async Task<bool> AddUnreadableAsync(string name, int capacity) =>
        await Store.AddUnreadableAsync(Id(name), new byte[] { 1, 2, 3 }, "The payload is no object.", "prod", capacity, default);

    private async Task<(TestConsumer Consumer, string Letter)> ParkAsync(string name)
    {
        await AppendAsync(name);
        var consumer = await ConsumeAsync();
        await consumer.CommitAsync(TestConsumer.Dead((await consumer.ReadAsync())[0]));
        return (consumer, (await ListDeadLettersAsync())[^1].Id);
    }
}

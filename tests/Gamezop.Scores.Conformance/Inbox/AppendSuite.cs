using System.Text;

namespace Gamezop.Scores.Conformance;

public abstract class AppendSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    [Fact]
    public async Task An_event_comes_out_as_it_went_in()
    {
        var sent = new InboxEvent(InboxFixture.Id("a"), "üser/1 ☃", InboxFixture.Start.AddTicks(1_234_567), Encoding.UTF8.GetBytes("""{ "score" : 1e2, "x": "\u0041☃" }"""));

        (await AppendAsync(sent)).Should().Equal(InboxAppend.Added);

        var delivery = await LeaseOneAsync();
        delivery.Attempt.Should().Be(1);
        delivery.Handler.Should().BeNull();
        delivery.Event.EventId.Should().Be(sent.EventId);
        delivery.Event.UserId.Should().Be(sent.UserId);
        delivery.Event.ReceivedAt.Should().Be(sent.ReceivedAt);
        delivery.Event.Body.ToArray().Should().Equal(sent.Body.ToArray());
    }

    [Fact]
    public async Task A_repeat_is_reported_and_changes_nothing()
    {
        await AppendAsync(Fixture.Event("a"));
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));

        (await AppendAsync("b", "a", "c")).Should().Equal(InboxAppend.Added, InboxAppend.Duplicate, InboxAppend.Added);

        var deliveries = await LeaseAsync();
        Ids(deliveries).Should().Equal(Ids("a", "b", "c"));
        deliveries[0].Event.ReceivedAt.Should().Be(InboxFixture.Start);
    }

    [Fact]
    public async Task The_same_event_twice_in_one_batch_is_added_once()
    {
        (await AppendAsync("a", "a", "b", "a")).Should().Equal(InboxAppend.Added, InboxAppend.Duplicate, InboxAppend.Added, InboxAppend.Duplicate);

        Ids(await LeaseAsync()).Should().Equal(Ids("a", "b"));
    }

    [Fact]
    public async Task A_handled_event_is_known_until_it_is_pruned()
    {
        await AppendAsync("a");
        await CompleteAsync(await LeaseOneAsync());
        (await AppendAsync("a")).Should().Equal(InboxAppend.Duplicate);
        (await LeaseAsync()).Should().BeEmpty();

        Fixture.Time.Advance(TimeSpan.FromDays(1));
        await Inbox.PruneAsync(Fixture.Time.GetUtcNow(), 10, default);

        (await AppendAsync("a")).Should().Equal(InboxAppend.Added);
    }

    [Fact]
    public async Task Concurrent_appends_of_one_event_add_it_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => AppendAsync("same", "own" + i))));

        results.Count(result => result[0] == InboxAppend.Added).Should().Be(1);
        results.Should().OnlyContain(result => result[1] == InboxAppend.Added);
        (await LeaseAsync(1000)).Should().HaveCount(65);
    }

    [Fact]
    public async Task A_trial_leaves_nothing_behind()
    {
        for (var i = 0; i < 3; i++)
            await Inbox.ProbeAsync(default);

        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 0L, DeadLetters = 0L, Quarantined = 0L });
        (await LeaseAsync()).Should().BeEmpty();
        (await Inbox.ReadAsync(default, null, 10, default)).Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Statistics_count_what_waits()
    {
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 0L, OldestWaiting = (DateTimeOffset?)null, DeadLetters = 0L, Quarantined = 0L });
        await AppendAsync("a", "b");
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync("c");
        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 3L, OldestWaiting = InboxFixture.Start });

        var deliveries = await LeaseAsync(2);
        (await StatisticsAsync()).Depth.Should().Be(3, "what is leased still waits");
        await CompleteAsync([.. deliveries]);

        (await StatisticsAsync()).Should().BeEquivalentTo(new { Depth = 1L, OldestWaiting = InboxFixture.Start.AddMinutes(1) });
    }

    [Fact]
    public async Task What_was_appended_survives_a_crash()
    {
        await AppendAsync("a", "b", "c");
        await CompleteAsync((await LeaseAsync(2))[1]);

        await Fixture.CrashAsync();
        Fixture.Time.Advance(Lease);

        Ids(await LeaseAsync()).Should().Equal(Fixture.IsDurable ? Ids("a", "c") : []);
        (await AppendAsync("b")).Should().Equal(Fixture.IsDurable ? InboxAppend.Duplicate : InboxAppend.Added);
    }
}

using System.Text;

namespace Gamezop.Scores.Conformance;

public abstract class LogAppendSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task An_event_comes_out_as_it_went_in()
    {
        var sent = new StoredEvent(Id("a"), "üser/1 ☃", default, Encoding.UTF8.GetBytes("""{ "score" : 1e2, "x": "\u0041☃" }"""))
        {
            Source = "prod ☃",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        await AppendAsync(sent, Event("b", "plain"));

        var events = await ReadAllAsync();
        await Fixture.CrashAsync();
        if (Fixture.IsDurable)
            events.AddRange(await ReadAllAsync());

        foreach (var read in events.Where(one => one.EventId == sent.EventId))
        {
            read.Should().BeEquivalentTo(new { sent.EventId, sent.UserId, sent.Source, sent.TraceParent, IsReleased = false });
            read.Body.ToArray().Should().Equal(sent.Body.ToArray());
        }
        events.Where(one => one.UserId == "plain").Should().OnlyContain(one => one.Source == null && one.TraceParent == null).And.HaveCount(events.Count / 2);
    }

    [Fact]
    public async Task The_store_gives_the_time_of_arrival()
    {
        await AdvanceAsync(1);
        var before = await Fixture.GetTimeAsync();
        var appended = (await AppendAsync("a"))[0];
        var after = await Fixture.GetTimeAsync();
        await AdvanceAsync(60);
        var later = (await AppendAsync("b"))[0];

        appended.ReceivedAt.Should().BeOnOrAfter(before).And.BeOnOrBefore(after);
        later.ReceivedAt.Should().BeOnOrAfter(appended.ReceivedAt.AddSeconds(60));
        (await ReadAllAsync()).Select(one => one.ReceivedAt).Should().Equal(appended.ReceivedAt, later.ReceivedAt);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task The_clock_of_a_node_does_not_give_the_time_of_arrival(int hours)
    {
        var other = await Fixture.OpenNodeAsync(TimeSpan.FromHours(hours));
        var before = await Fixture.GetTimeAsync();

        var appended = (await other.AppendAsync([Event("a")], default))[0];

        appended.ReceivedAt.Should().BeOnOrAfter(before).And.BeOnOrBefore(await Fixture.GetTimeAsync());
    }

    [Fact]
    public async Task An_event_that_brings_its_time_of_arrival_keeps_it()
    {
        var arrived = (await Fixture.GetTimeAsync()).AddDays(-1).AddTicks(1_234_567);

        (await AppendAsync(Event("a", receivedAt: arrived)))[0].ReceivedAt.Should().Be(arrived);

        (await ReadAllAsync())[0].ReceivedAt.Should().Be(arrived);
    }

    [Fact]
    public async Task A_repeat_is_reported_with_the_first_arrival_and_changes_nothing()
    {
        var first = (await AppendAsync("a"))[0];
        await AdvanceAsync(60);

        var results = await AppendAsync("b", "a", "c");

        results.Select(result => result.IsAdded).Should().Equal(true, false, true);
        results[1].ReceivedAt.Should().Be(first.ReceivedAt);
        var events = await ReadAllAsync();
        events.Select(one => one.EventId).Should().Equal(Ids("a", "b", "c"));
        events[0].ReceivedAt.Should().Be(first.ReceivedAt);
    }

    [Fact]
    public async Task The_same_event_twice_in_one_list_is_added_once()
    {
        var results = await AppendAsync("a", "a", "b", "a");

        results.Select(result => result.IsAdded).Should().Equal(true, false, true, false);
        results.Select(result => result.ReceivedAt).Distinct().Should().ContainSingle();
        (await ReadAllAsync()).Select(one => one.EventId).Should().Equal(Ids("a", "b"));
    }

    [Fact]
    public async Task An_event_id_is_known_whatever_user_it_comes_with()
    {
        await AppendAsync(Event("a", "u1"));

        (await AppendAsync([.. Users.Select(user => Event("a", user))])).Should().OnlyContain(result => !result.IsAdded);

        (await ReadAllAsync()).Should().ContainSingle().Which.UserId.Should().Be("u1");
    }

    [Fact]
    public async Task A_handled_event_is_known_until_it_is_pruned()
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync();
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        (await AppendAsync("a"))[0].IsAdded.Should().BeFalse();
        (await consumer.ReadAsync()).Should().BeEmpty();

        await AdvanceAsync(1);
        (await PruneAsync(await Fixture.GetTimeAsync(), "h")).Should().Be(1);

        (await AppendAsync("a"))[0].IsAdded.Should().BeTrue();
        (await consumer.ReadIdsAsync()).Should().Equal(Ids("a"));
    }

    [Fact]
    public async Task Concurrent_appends_of_one_event_add_it_once()
    {
        var other = await Fixture.OpenNodeAsync(default);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Log : other).AppendAsync([Event("same", Users[i % Users.Length]), Event("own" + i, Users[i % Users.Length])], default))));

        results.Count(result => result[0].IsAdded).Should().Be(1);
        results.Should().OnlyContain(result => result[1].IsAdded);
        results.Select(result => result[0].ReceivedAt).Distinct().Should().ContainSingle();
        (await ReadAllAsync()).Should().HaveCount(65);
    }

    [Fact]
    public async Task The_same_events_in_opposite_order_on_two_nodes_are_all_added_once()
    {
        var other = await Fixture.OpenNodeAsync(default);
        for (var round = 0; round < 10; round++)
        {
            StoredEvent[] events = [.. Enumerable.Range(0, 40).Select(i => Event($"{round}-{i}", Users[i % Users.Length]))];

            var results = await Task.WhenAll(
                Task.Run(async () => await Log.AppendAsync(events, default)),
                Task.Run(async () => await other.AppendAsync([.. events.Reverse()], default)));

            results[0].Zip(results[1].Reverse()).Should().OnlyContain(pair => pair.First.IsAdded != pair.Second.IsAdded && pair.First.ReceivedAt == pair.Second.ReceivedAt);
        }
    }

    [Fact]
    public async Task A_trial_leaves_nothing_behind()
    {
        for (var i = 0; i < 3; i++)
            await Log.ProbeAsync(default);

        (await Fixture.GetStatisticsAsync()).Should().BeEquivalentTo(new { DeadLetters = 0L, Quarantined = 0L });
        (await ReadAllAsync()).Should().BeEmpty();
        (await ReadLedgerAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_appended_event_survives_a_crash()
    {
        await AppendAsync("a", "b", "c");

        await Fixture.CrashAsync();

        (await ReadAllAsync()).Select(one => one.EventId).Should().Equal(Fixture.IsDurable ? Ids("a", "b", "c") : []);
        (await AppendAsync("b"))[0].IsAdded.Should().Be(!Fixture.IsDurable);
    }

    private async Task<List<StoredEvent>> ReadAllAsync()
    {
        var events = new List<StoredEvent>();
        for (var partition = 0; partition < Log.PartitionCount; partition++)
            events.AddRange((await Log.ReadAsync(partition, default, 1_000, default)).Entries.Select(entry => entry.Event));
        return events;
    }
}

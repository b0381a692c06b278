using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class LogReadSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task A_partition_has_its_users_events_in_order_of_arrival()
    {
        await AppendOfAllUsersAsync("first", 3);
        await AppendOfAllUsersAsync("second", 2);

        for (var partition = 0; partition < Log.PartitionCount; partition++)
        {
            var entries = (await Log.ReadAsync(partition, default, 1_000, default)).Entries;
            entries.Select(entry => entry.Position).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            entries.Should().NotContain(entry => LogPartition.Of(entry.Event.UserId, Log.PartitionCount) != partition || entry.Position <= default(LogPosition));
            foreach (var user in Users.Where(user => LogPartition.Of(user, Log.PartitionCount) == partition))
                entries.Where(entry => entry.Event.UserId == user).Select(entry => entry.Event.EventId)
                    .Should().Equal(Ids([.. new[] { "first-{0}-0", "first-{0}-1", "first-{0}-2", "second-{0}-0", "second-{0}-1" }.Select(name => string.Format(null, name, user))]));
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        await AppendAsync("a", "b", "c", "d", "e");
        var partition = LogPartition.Of("u1", Log.PartitionCount);

        var first = await Log.ReadAsync(partition, default, 2, default);
        var second = await Log.ReadAsync(partition, first.Next, 2, default);
        var third = await Log.ReadAsync(partition, second.Next, 2, default);
        var end = await Log.ReadAsync(partition, third.Next, 2, default);

        Ids(first).Should().Equal(Ids("a", "b"));
        Ids(second).Should().Equal(Ids("c", "d"));
        Ids(third).Should().Equal(Ids("e"));
        end.Entries.Should().BeEmpty();
        Ids(await Log.ReadAsync(partition, first.Entries[0].Position, 2, default)).Should().Equal(Ids("b", "c"), "an entry's position is one to go on after");
        Ids(await Log.ReadAsync(partition, first.Next, 2, default)).Should().Equal(Ids("c", "d"), "a page can be read again");
    }

    [Fact]
    public async Task Later_events_come_after_the_end()
    {
        var partition = LogPartition.Of("u1", Log.PartitionCount);
        var empty = await Log.ReadAsync(partition, default, 10, default);
        empty.Entries.Should().BeEmpty();
        await AppendAsync("a");
        var page = await Log.ReadAsync(partition, empty.Next, 10, default);
        var end = await Log.ReadAsync(partition, page.Next, 10, default);

        await AppendAsync("b");

        Ids(page).Should().Equal(Ids("a"));
        end.Entries.Should().BeEmpty();
        end.Next.Should().BeGreaterThanOrEqualTo(page.Next);
        Ids(await Log.ReadAsync(partition, end.Next, 10, default)).Should().Equal(Ids("b"));
    }

    [Fact]
    public async Task Removed_events_are_no_obstacle()
    {
        await AppendAsync(Event("a"));
        for (var i = 0; i < 30; i++)
            await AppendAsync(Event("gone" + i, "gone"));
        await AppendAsync(Event("b"));
        for (var i = 0; i < 30; i++)
            await AppendAsync(Event("gone too" + i, "gone"));
        await Log.EraseUserAsync("gone", default);
        var consumer = await ConsumeAsync();

        var read = new List<LogEntry>();
        for (var i = 0; i < 3; i++)
            read.AddRange(await consumer.ReadAsync(max: 1));
        await consumer.CommitAsync();

        read.Select(entry => entry.Event.EventId).Should().Equal(Ids("a", "b"));
        (await InfoAsync("h")).Waiting.Should().Be(0);
    }

    [Fact]
    public async Task A_reader_misses_no_event_of_concurrent_appends()
    {
        var nodes = new[] { Log, await Fixture.OpenNodeAsync(default), await Fixture.OpenNodeAsync(default) };
        var appending = Task.WhenAll(Enumerable.Range(0, 9).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
                await nodes[writer % 3].AppendAsync([.. Enumerable.Range(0, 1 + (i % 5)).Select(j => Event($"{writer}-{i}-{j}", Users[(writer + j) % Users.Length]))], default);
        })));

        var positions = new LogPosition[Log.PartitionCount];
        var read = new List<string>();
        for (var isLast = false; ; isLast = appending.IsCompleted)
        {
            var before = read.Count;
            for (var partition = 0; partition < positions.Length; partition++)
            {
                var page = await nodes[1].ReadAsync(partition, positions[partition], 7, default);
                read.AddRange(page.Entries.Select(entry => entry.Event.EventId));
                positions[partition] = page.Next;
            }
            if (isLast && read.Count == before)
                break;
        }

        await appending;
        read.Should().OnlyHaveUniqueItems().And.HaveCount(9 * 40 * 3);
    }

    [Fact]
    public async Task Concurrent_readers_read_the_same()
    {
        await AppendOfAllUsersAsync("e", 20);
        var other = await Fixture.OpenNodeAsync(default);

        var readings = await Task.WhenAll(Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            var ids = new List<string>();
            for (var partition = 0; partition < Log.PartitionCount; partition++)
                for (var page = await Read(partition, default); page.Entries.Count > 0; page = await Read(partition, page.Next))
                    ids.AddRange(Ids(page));
            return ids;

            async Task<LogPage> Read(int partition, LogPosition after) => await (reader % 2 == 0 ? Log : other).ReadAsync(partition, after, 9, default);
        })));

        readings.Should().OnlyContain(ids => ids.SequenceEqual(readings[0]));
    }

    private static IEnumerable<string> Ids(LogPage page) => page.Entries.Select(entry => entry.Event.EventId);
}

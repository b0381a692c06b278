using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Storage;

/// <summary>What only the log in memory does.</summary>
public sealed class MemoryLogTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Handled_events_that_memory_has_no_room_for_are_said_to_be_gone(int partitions)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        var log = new MemoryEventLog(time, partitions);
        var consumer = new TestConsumer(log, "n", "h");
        await consumer.RenewAsync(StartFrom.Beginning);
        await consumer.AcquireAsync();
        for (var i = 0; i < 120; i++)
        {
            await log.AppendAsync([.. Enumerable.Range(0, 1_000).Select(j => EventLogFixture.Event($"{i}-{j}", $"u{j % 10}", null, default))], default);
            time.Advance(TimeSpan.FromSeconds(1));
            while ((await consumer.ReadAsync(max: 1_000)).Count > 0)
                await consumer.CommitAsync();
        }

        var page = await log.ReadLedgerAsync(default, null, 200_000, default);
        page.Events.Should().HaveCountLessThan(120_000);
        var keptFrom = await log.GetKeptFromAsync(default);
        keptFrom.Should().BeAfter(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        for (var second = 0; second < 120; second++)
        {
            var receivedAt = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero).AddSeconds(second);
            if (receivedAt >= keptFrom)
                page.Events.Count(one => one.ReceivedAt == receivedAt).Should().Be(1_000);
        }
    }

    [Fact]
    public async Task What_must_stay_is_not_gone_over_again_with_each_commit()
    {
        var log = new MemoryEventLog(new FakeTimeProvider());
        var consumer = new TestConsumer(log, "n", "h");
        await consumer.RenewAsync(StartFrom.Beginning);
        await consumer.AcquireAsync();
        await HandleAsync("retried", 113_000, entry => TestConsumer.Retry(entry, seconds: 0));
        (await CountAsync()).Should().Be(113_000, "each event has a retry");
        await consumer.CommitAsync([.. (await consumer.ReadRetriesAsync(113_000)).Select(TestConsumer.Done)]);
        (await CountAsync()).Should().Be(113_000, "nothing has come since they were gone over");

        await HandleAsync("more", 13_000, null);

        (await CountAsync()).Should().BeInRange(100_000, 113_000);

        async Task<long> CountAsync() => (await log.ReadLedgerAsync(default, null, 200_000, default)).Events.Count;

        async Task HandleAsync(string name, int count, Func<LogEntry, (StoredEvent, EventOutcome)>? outcome)
        {
            await log.AppendAsync([.. Enumerable.Range(0, count).Select(i => EventLogFixture.Event(name + i))], default);
            var entries = await consumer.ReadAsync(count);
            await consumer.CommitAsync(outcome is null ? [] : [.. entries.Select(outcome)]);
        }
    }

    [Fact]
    public async Task The_oldest_retry_is_that_of_the_event_that_arrived_first()
    {
        var time = new FakeTimeProvider();
        var log = new MemoryEventLog(time);
        var consumer = new TestConsumer(log, "n", "h");
        await consumer.RenewAsync(StartFrom.Beginning);
        await consumer.AcquireAsync();
        var received = new List<DateTimeOffset>();
        for (var i = 0; i < 4; i++)
        {
            received.Add((await log.AppendAsync([EventLogFixture.Event("e" + i)], default))[0].ReceivedAt);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        // The later an event arrived, the earlier it is due.
        await consumer.CommitAsync([.. (await consumer.ReadAsync()).Select((entry, i) => TestConsumer.Retry(entry, seconds: 4 - i))]);
        (await OldestAsync()).Should().Be(received[0]);
        time.Advance(TimeSpan.FromSeconds(4));
        foreach (var i in new[] { 1, 0, 3, 2 })
        {
            (await OldestAsync()).Should().Be(i is 1 or 0 ? received[0] : received[2]);
            var retry = (await consumer.ReadRetriesAsync()).Single(one => one.Event.EventId == EventLogFixture.Id("e" + i));
            await consumer.CommitAsync(TestConsumer.Done(retry));
        }

        (await OldestAsync()).Should().BeNull();

        async Task<DateTimeOffset?> OldestAsync() => (await log.GetStatisticsAsync(default)).OldestWaiting;
    }
}

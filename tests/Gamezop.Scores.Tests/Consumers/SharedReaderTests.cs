using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>What stays in memory for several consumers is bounded, and none of them misses an event for that.</summary>
public sealed class SharedReaderTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(16, 10)]
    [InlineData(64, 10)]
    [InlineData(1, 20_000)]
    [InlineData(64, 20_000)]
    public async Task Consumers_at_different_speeds_get_every_event_in_order(int partitions, int bodySize)
    {
        var log = new MemoryEventLog(TimeProvider.System, partitions);
        var reader = new SharedReader(log, 3, TimeProvider.System);
        var partition = LogPartition.Of("ann", partitions);
        var body = new byte[bodySize];
        var ids = Enumerable.Range(0, 2_000).Select(number => number.ToString("x32")).ToList();
        await log.AppendAsync([.. ids.Select(id => new StoredEvent(id, "ann", default, body))], default);
        var (fast, slow, fresh) = (new List<string>(), new List<string>(), new List<string>());
        var (fastAt, slowAt, freshAt) = (default(LogPosition), default(LogPosition), default(LogPosition));

        while (fast.Count < ids.Count && await ReadAsync(700) is { Count: > 0 } read)
        {
            fast.AddRange(read);
            slowAt = await ReadOnAsync(1, slow, slowAt, 100);
        }
        while (slow.Count < ids.Count && slowAt < fastAt)
            slowAt = await ReadOnAsync(1, slow, slowAt, 100);
        while (fresh.Count < ids.Count && freshAt < fastAt)
            freshAt = await ReadOnAsync(2, fresh, freshAt, 300);

        fast.Should().Equal(ids);
        slow.Should().Equal(ids);
        fresh.Should().Equal(ids);

        async Task<List<string>> ReadAsync(int max)
        {
            var (items, next) = await reader.ReadAsync(0, partition, fastAt, max, default);
            fastAt = next;
            return [.. items.Select(item => item.Event.EventId)];
        }

        async Task<LogPosition> ReadOnAsync(int consumer, List<string> got, LogPosition after, int max)
        {
            var (items, next) = await reader.ReadAsync(consumer, partition, after, max, default);
            got.AddRange(items.Select(item => item.Event.EventId));
            return next;
        }
    }
}

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
}

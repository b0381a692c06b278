using System.Collections.Concurrent;
using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>However many dead letters are replayed, they are read a bounded number at a time, and keep nothing new out.</summary>
public sealed class ManyReplaysTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData(EventOutcomeKind.DeadLetter)]
    [InlineData(EventOutcomeKind.Retry)]
    public async Task They_are_read_page_by_page_after_a_restart(EventOutcomeKind kind)
    {
        var log = new MemoryEventLog(TimeProvider.System);
        await PrepareAsync(log, kind);
        var pages = new ConcurrentQueue<(int Max, int Excluding)>();
        var handled = new ConcurrentQueue<string>();
        var engine = FaultyEngine.Create(log, (name, args) =>
        {
            if (name == nameof(IEventLog.ReadRetriesAsync) && args[0] is RetryQuery query)
                pages.Enqueue((query.Max, query.Excluding.Count));
            return null;
        });

        await using (await ScoresHost.StartAsync(scores => scores.UseEventLog(_ => FaultyEngine.Stores(engine)).AddHandler("h", (context, _) =>
        {
            handled.Enqueue(context.EventId);
            return ValueTask.CompletedTask;
        })))
            await Deadline.UntilAsync(() => handled.Count >= Count + 1);

        handled.Should().OnlyHaveUniqueItems().And.HaveCount(Count + 1);
        pages.Max(page => page.Max + page.Excluding).Should().BeLessThanOrEqualTo(1_024, "a page costs the same however many there are");
        handled.TakeWhile(id => id != EventLogFixture.Id("new")).Should().HaveCountLessThan(Count / 2, "what is new is not kept waiting for all of them");
    }

    /// <summary>Many events wait for another try, of which no attempt counts as failed, and then a new one arrives.</summary>
    private static async Task PrepareAsync(MemoryEventLog log, EventOutcomeKind kind)
    {
        var consumer = new TestConsumer(log, "before", "h");
        await consumer.RenewAsync();
        await consumer.AcquireAsync();
        var events = Enumerable.Range(0, Count).Select(i => EventLogFixture.Event("e" + i, "u" + (i % 50), ScoresHost.Payload(score: i)));
        await log.AppendAsync([.. events], default);
        var entries = await consumer.ReadAsync(Count);
        await consumer.CommitAsync(
            [.. entries.Select(entry => kind == EventOutcomeKind.DeadLetter ? TestConsumer.Dead(entry) : TestConsumer.Retry(entry, seconds: 0, attempts: 0))]);
        if (kind == EventOutcomeKind.DeadLetter)
            await log.ReplayDeadLettersAsync([.. (await log.ListDeadLettersAsync(null, Count, default)).Select(letter => letter.Id)], default);
        await log.LeaveAsync("before", default);
        await log.AppendAsync([EventLogFixture.Event("new", "newcomer", ScoresHost.Payload(score: 1))], default);
    }
}

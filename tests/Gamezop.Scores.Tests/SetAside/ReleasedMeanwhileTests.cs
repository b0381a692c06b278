using System.Collections.Concurrent;
using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.SetAside;

/// <summary>An operator releases or replays an event while its handler is still being called with it.</summary>
public sealed class ReleasedMeanwhileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_is_released_during_its_retry_comes_to_its_handler_again(bool fails)
    {
        var log = new MemoryEventLog(TimeProvider.System);
        var before = new TestConsumer(log, "before", "h");
        await before.RenewAsync();
        await before.AcquireAsync();
        await log.AppendAsync([EventLogFixture.Event("a", "u1", ScoresHost.Payload())], default);
        var entry = (await before.ReadAsync())[0];
        await before.CommitAsync(TestConsumer.Retry(entry, seconds: 0));
        await log.LeaveAsync("before", default);
        var (gate, calls) = (new TaskCompletionSource(), new ConcurrentQueue<bool>());
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseEventLog(_ => log.Stores)
            .ConfigureInbox(options => options.MaxAttempts = 2)
            .AddHandler("h", async (context, _) =>
            {
                calls.Enqueue(context.IsReleased);
                await gate.Task;
                if (fails && !context.IsReleased)
                    throw new InvalidOperationException("It broke.");
            }));
        await Deadline.UntilAsync(() => calls.Count == 1);
        await log.QuarantineAsync(entry.Event, "future", "h", 10, 10, default);
        await log.ReleaseQuarantinedAsync([new QuarantineRelease { Id = (await log.ListQuarantinedAsync(null, 1, default))[0].Id }], default);

        gate.SetResult();

        await Deadline.UntilAsync(() => calls.Count == 2);
        calls.Should().Equal(false, true);
        await Deadline.UntilAsync(async () => (await log.GetStatisticsAsync(default)).Waiting == 0);
        (await log.ListDeadLettersAsync(null, 10, default)).Should().BeEmpty("the attempt of before does not count any more");
    }
}

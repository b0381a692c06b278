using System.Collections.Concurrent;
using System.Diagnostics;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>A handler in trouble changes nothing for another one.</summary>
public sealed class IsolationTests
{
    private const int Events = 300;

    [Theory]
    [InlineData("hangs")]
    [InlineData("blocks its thread")]
    [InlineData("fails")]
    [InlineData("is slow")]
    [InlineData("defers")]
    public async Task Another_handler_gets_everything_in_order_and_at_the_first_attempt(string trouble)
    {
        using var release = new ManualResetEventSlim();
        var hangs = new TaskCompletionSource();
        var troubled = 0;
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler(
                "in trouble",
                async (_, _) =>
                {
                    Interlocked.Increment(ref troubled);
                    if (trouble == "hangs")
                        await hangs.Task;
                    else if (trouble == "blocks its thread")
                        release.Wait(CancellationToken.None);
                    else if (trouble == "is slow")
                        await Task.Delay(1_000, CancellationToken.None);
                    else
                        throw trouble == "fails" ? new InvalidOperationException("No.") : new ScoreDeferredException("Later.");
                },
                options => options.Concurrency = 2)
            .AddHandler("sound", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context))
            .UseVolatileInbox()
            .ConfigureInbox(options => options.FirstRetryDelay = TimeSpan.FromMinutes(10)));

        for (var i = 0; i < Events; i++)
            using (var answer = await host.PostAsync(ScoresHost.Payload(subId: "u" + (i % 10), score: i), ScoresHost.Key))
                answer.EnsureSuccessStatusCode();

        await UntilAsync(() => Task.FromResult(host.Received.All.Count == Events));
        host.Received.All.Should().OnlyContain(context => context.Attempt == 1);
        foreach (var user in host.Received.All.GroupBy(context => context.UserId))
            user.Select(context => context.Event.Score).Should().BeInAscendingOrder();
        var log = host.Services.GetRequiredService<IEventLog>();
        await UntilAsync(async () => (await log.GetStatisticsAsync(default)).Consumers.Single(consumer => consumer.Name == "sound").Waiting == 0);
        (await log.GetStatisticsAsync(default)).Consumers.Single(consumer => consumer.Name == "in trouble").Waiting.Should().BeGreaterThan(0);
        troubled.Should().BeGreaterThan(0);
        release.Set();
        hangs.SetResult();
    }

    [Fact]
    public async Task A_handler_that_only_fails_is_called_less_and_gets_everything_when_it_is_mended()
    {
        const int Fewest = 150;
        var works = false;
        var failures = 0;
        var begun = 0L;
        var handled = new ConcurrentDictionary<string, int>();
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler(
                "in trouble",
                (context, _) =>
                {
                    if (!Volatile.Read(ref works))
                    {
                        if (Interlocked.Increment(ref failures) == 100)
                            begun = Stopwatch.GetTimestamp();
                        throw new InvalidOperationException("No.");
                    }
                    handled.AddOrUpdate(context.EventId, 1, (_, count) => count + 1);
                    return ValueTask.CompletedTask;
                },
                options => (options.Concurrency, options.MaxAttempts) = (1, 20))
            .AddHandler("sound", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context))
            .UseVolatileInbox()
            .ConfigureInbox(options => options.FirstRetryDelay = TimeSpan.FromSeconds(1)));

        for (var i = 0; i < Events; i++)
            using (var answer = await host.PostAsync(ScoresHost.Payload(subId: "u" + i, score: i), ScoresHost.Key))
                answer.EnsureSuccessStatusCode();
        await UntilAsync(() => Task.FromResult(host.Received.All.Count == Events && Volatile.Read(ref failures) >= Fewest));
        // However fast the machine: a pause of 20 ms after each of them. Timers may be a little early.
        Stopwatch.GetElapsedTime(begun).Should().BeGreaterThan(TimeSpan.FromMilliseconds(15 * (Fewest - 101)));
        host.Logs.All.Should().ContainSingle(line => line.IsOurs(52));

        Volatile.Write(ref works, true);
        await UntilAsync(() => Task.FromResult(handled.Count == Events));
        handled.Values.Should().OnlyContain(count => count == 1);
        host.Logs.All.Should().ContainSingle(line => line.IsOurs(53));
    }

    [Fact]
    public async Task A_handler_that_defers_everything_is_not_taken_for_a_broken_one()
    {
        var deferred = 0;
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler(
                "not ready",
                (_, _) =>
                {
                    Interlocked.Increment(ref deferred);
                    throw new ScoreDeferredException("Later.", TimeSpan.FromMinutes(10));
                },
                options => options.Concurrency = 1)
            .UseVolatileInbox());

        for (var i = 0; i < 150; i++)
            using (var answer = await host.PostAsync(ScoresHost.Payload(subId: "u" + i, score: i), ScoresHost.Key))
                answer.EnsureSuccessStatusCode();

        await UntilAsync(() => Task.FromResult(Volatile.Read(ref deferred) == 150));
        host.Logs.All.Should().NotContain(line => line.IsOurs(52));
    }

    [Fact]
    public async Task A_call_that_hangs_keeps_neither_the_position_nor_a_retry_waiting()
    {
        var hangs = new TaskCompletionSource();
        var attempts = new ConcurrentQueue<int>();
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler("h", async (context, _) =>
            {
                if (context.UserId == "hangs")
                    await hangs.Task;
                if (context.UserId != "fails")
                    return;
                attempts.Enqueue(context.Attempt);
                if (context.Attempt == 1)
                    throw new InvalidOperationException("Once.");
            })
            .UseVolatileInbox()
            .ConfigureInbox(options => options.FirstRetryDelay = TimeSpan.FromMilliseconds(10)));

        foreach (var user in (string[])["hangs", "fails", "hangs", "sound"])
            using (var answer = await host.PostAsync(ScoresHost.Payload(subId: user, score: 1), ScoresHost.Key))
                answer.EnsureSuccessStatusCode();

        await UntilAsync(() => Task.FromResult(attempts.Count == 2));
        var log = host.Services.GetRequiredService<IEventLog>();
        await UntilAsync(async () => (await log.GetStatisticsAsync(default)).Consumers.Single() is { Waiting: 1, Retries: 1 });
        hangs.SetResult();
        await UntilAsync(async () => (await log.GetStatisticsAsync(default)).Waiting == 0);
        attempts.Should().Equal(1, 2);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await isSo())
            await Task.Delay(20, patience.Token);
    }
}

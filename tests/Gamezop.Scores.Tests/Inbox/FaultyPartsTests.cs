using System.Net;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>Engines, handlers and operators that do what they should not.</summary>
public sealed class FaultyPartsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_exception_that_cannot_be_shown_is_a_failure_like_any_other()
    {
        await using var host = await StartAsync(
            scores => scores.AddHandler("odd", (context, _) =>
                context.Event.Score == 1 ? throw new UnshowableException() : context.Services.GetRequiredService<Received>().AddAsync(context)),
            options => options.MaxAttempts = 2);

        await PostAsync(host, 1);
        await PostAsync(host, 2);

        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await EventuallyAsync(async () => (await letters.ListAsync()).Count == 1);
        (await letters.ListAsync())[0].Should().BeEquivalentTo(new { Handler = "odd", Attempts = 2 }).And.Match<DeadLetter>(letter => letter.Error.Contains(nameof(UnshowableException)));
        (await host.Received.NextAsync()).Event.Score.Should().Be(2);
    }

    [Fact]
    public async Task A_time_out_that_a_handler_throws_is_logged_like_any_other_failure()
    {
        await using var host = await StartAsync(
            scores => scores.AddHandler("h", (_, _) => throw new TimeoutException("The bank does not answer.")), options => options.MaxAttempts = 3);

        await PostAsync(host, 1);

        await Deadline.UntilAsync(() => host.Logs.All.Count(line => line.IsOurs(20) && line.Text.Contains("The bank does not answer.", StringComparison.Ordinal)) == 3);
    }

    [Fact]
    public async Task What_fails_while_the_host_stops_has_used_an_attempt()
    {
        var log = new MemoryEventLog(TimeProvider.System);
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var engine = FaultyEngine.Create(log, (_, _) => null);
        var host = await StartAsync(
            scores => scores.AddHandler("h", async (_, _) =>
            {
                begun.TrySetResult();
                await goOn.Task;
                throw new InvalidOperationException("No.");
            }),
            options => options.FirstRetryDelay = TimeSpan.FromHours(1),
            engine);
        await PostAsync(host, 1);
        await Deadline.OfAsync(begun.Task);

        var stopped = host.DisposeAsync().AsTask();
        await Task.Delay(200);
        goOn.SetResult();
        await Deadline.OfAsync(stopped);

        var retries = (await log.GetStatisticsAsync(default)).Consumers.Single();
        retries.Should().BeEquivalentTo(new { Waiting = 1L, Retries = 1L });
    }

    [Fact]
    public void Error_texts_hold_nothing_that_a_store_refuses()
    {
        ErrorText.Of(new InvalidOperationException("a\0b")).Should().NotContain("\0");
        ErrorText.Of(new ScoreDeferredException("a\0\uD83D half of it"), isMessage: true).Should().Be("a\uFFFD\uFFFD half of it");
        for (var padding = 0; padding < 2; padding++)
            char.IsHighSurrogate(ErrorText.Of(new InvalidOperationException(new string('x', padding) + string.Concat(Enumerable.Repeat("😀", 4_000))))[^1]).Should().BeFalse();
    }

    [Fact]
    public async Task Retries_get_their_turn_while_new_events_never_end()
    {
        using var stop = new CancellationTokenSource();
        var retried = new TaskCompletionSource();
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", async (context, _) =>
            {
                if (context.Attempt > 1)
                    retried.TrySetResult();
                await Task.Delay(20, CancellationToken.None);
                if (context.Event.Score == 0)
                    throw new InvalidOperationException();
            }),
            options => options.BatchSize = options.Concurrency = 1);
        await PostAsync(host, 0);
        var posting = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
                await PostAsync(host, i);
        });

        try
        {
            await retried.Task.WaitAsync(Patience);
        }
        finally
        {
            await stop.CancelAsync();
            await posting;
        }
    }

    [Theory]
    [InlineData(nameof(IEventLog.GetStatisticsAsync))]
    [InlineData(nameof(IEventLog.ProbeAsync))]
    public async Task Upkeep_goes_on_whatever_an_engine_throws(string method)
    {
        var calls = 0;
        var broken = false;
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", (_, _) => default),
            _ => { },
            FaultyEngine.Create(name =>
            {
                if (name != method)
                    return null;
                Interlocked.Increment(ref calls);
                return Volatile.Read(ref broken) ? throw new InvalidOperationException("Unforeseen.") : null;
            }));

        Volatile.Write(ref broken, true);
        var problem = host.Services.GetRequiredService<InboxMonitor>();
        if (method == nameof(IEventLog.ProbeAsync))
            problem.Failed(new ScoreInboxException(ScoreInboxProblem.Broken, "Let it be probed."));
        await EventuallyAsync(() => Task.FromResult(problem.Report().Description?.Contains("Unforeseen.", StringComparison.Ordinal) == true));
        Volatile.Write(ref broken, false);

        await EventuallyAsync(() => Task.FromResult(problem.Report().Status == HealthStatus.Healthy));
    }

    [Fact]
    public async Task What_cannot_be_settled_is_not_handled_on_and_on()
    {
        const int Events = 1_000;
        var (tries, handled, broken) = (0, 0, true);
        var engine = FaultyEngine.Create(name => name == nameof(IEventLog.CommitAsync) && Interlocked.Increment(ref tries) > 0 && Volatile.Read(ref broken)
            ? throw new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is full.")
            : null);
        await engine.AppendAsync(
            [.. Enumerable.Range(0, Events).Select(i => new StoredEvent(i.ToString("x32", System.Globalization.CultureInfo.InvariantCulture), "u" + i, DateTimeOffset.UnixEpoch, System.Text.Encoding.UTF8.GetBytes(ScoresHost.Payload(score: i))))],
            default);
        await using var host = await StartAsync(
            scores => scores.AddHandler(
                "lambda",
                (_, _) =>
                {
                    Interlocked.Increment(ref handled);
                    return default;
                },
                handler => handler.StartFrom = StartFrom.Beginning),
            options => (options.BatchSize, options.Concurrency) = (4, 64),
            engine);

        // Each try is a second after the one before.
        await EventuallyAsync(() => Task.FromResult(Volatile.Read(ref tries) >= 3));
        Volatile.Read(ref handled).Should().BeLessThan(Events / 2, "after a crash all of them would be handled again");
        Volatile.Write(ref broken, false);

        await EventuallyAsync(async () => await IsIdleAsync(engine));
        handled.Should().Be(Events);
    }

    [Fact]
    public async Task A_store_that_is_stuck_does_not_keep_the_host_from_stopping()
    {
        var (settling, stuck) = (new TaskCompletionSource(), new TaskCompletionSource());
        var host = await StartAsync(
            scores =>
            {
                scores.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
                scores.AddHandler("lambda", (_, _) => default);
            },
            _ => { },
            FaultyEngine.Create(name =>
            {
                if (name != nameof(IEventLog.CommitAsync))
                    return null;
                settling.TrySetResult();
                return new ValueTask(stuck.Task);
            }));
        await PostAsync(host, 1);
        await settling.Task.WaitAsync(Patience);

        await FluentActions.Awaiting(() => host.DisposeAsync().AsTask().WaitAsync(Patience)).Should().NotThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task A_handler_that_never_returns_gets_no_further_events_until_it_does()
    {
        using var release = new ManualResetEventSlim();
        var (begun, others) = (0, 0);
        await using var host = await StartAsync(
            scores => scores
                .AddHandler("blocks", (_, _) =>
                {
                    Interlocked.Increment(ref begun);
                    release.Wait(CancellationToken.None);
                    return default;
                })
                .AddHandler("other", (_, _) =>
                {
                    Interlocked.Increment(ref others);
                    return default;
                }),
            options =>
            {
                options.Concurrency = 1;
                options.HandlerTimeout = TimeSpan.FromMilliseconds(100);
            });

        for (var i = 0; i < 20; i++)
            await PostAsync(host, i);
        await EventuallyAsync(() => Task.FromResult(host.Logs.All.Any(line => line.Text.Contains("still have not returned", StringComparison.Ordinal))));
        for (var i = 20; i < 40; i++)
            await PostAsync(host, i);
        await EventuallyAsync(() => Task.FromResult(Volatile.Read(ref others) == 40));
        await Task.Delay(500);
        begun.Should().Be(8, "each call holds a thread");

        release.Set();
        await EventuallyAsync(async () => await IsIdleAsync(host.Services.GetRequiredService<IEventLog>()));
        host.Logs.All.Should().Contain(line => line.Text.Contains("gets events again", StringComparison.Ordinal));
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync()).Should().BeEmpty();
        others.Should().Be(40);
    }

    [Fact]
    public async Task Calls_that_gave_up_on_a_stuck_store_do_not_pile_up_in_it()
    {
        var waiting = 0;
        var release = new TaskCompletionSource<bool>();
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", (_, _) => default),
            options => options.AppendTimeout = TimeSpan.FromMilliseconds(100),
            FaultyEngine.Create(name =>
            {
                if (name != nameof(IDeadLetterStore.AddUnreadableAsync))
                    return null;
                Interlocked.Increment(ref waiting);
                return new ValueTask<bool>(release.Task);
            }));

        for (var round = 0; round < 3; round++)
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                using var answer = await host.PostAsync("rubbish", ScoresHost.Key);
                answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            }));

        waiting.Should().Be(64);
        release.SetResult(true);
        await EventuallyAsync(async () => (await host.PostAsync("rubbish", ScoresHost.Key)).StatusCode == HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Replaying_all_ends_though_everything_fails_again_and_others_replay_too()
    {
        var engine = FaultyEngine.Create(_ => null);
        for (var i = 0; i < 3; i++)
        {
            await engine.AppendAsync([new StoredEvent(new string((char)('a' + i), 32), "u1", DateTimeOffset.UnixEpoch, System.Text.Encoding.UTF8.GetBytes(ScoresHost.Payload(score: i)))], default);
        }
        await ParkAllAsync(engine);
        await using var host = await StartAsync(
            scores => scores.AddHandler("h", (_, _) => throw new InvalidOperationException()),
            options => options.MaxAttempts = 1,
            engine);
        var letters = host.Services.GetRequiredService<IDeadLetters>();

        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await letters.ReplayAllAsync())))).Sum().Should().BeInRange(3, 12);
        await EventuallyAsync(async () => (await letters.ListAsync()).Count == 3);
    }

    [Fact]
    public async Task Memory_keeps_a_bounded_number_of_dead_letters()
    {
        var log = new MemoryEventLog(TimeProvider.System);
        for (var i = 0; i < 10_100; i++)
            await log.AppendAsync([new StoredEvent(i.ToString("x32", System.Globalization.CultureInfo.InvariantCulture), "u1", DateTimeOffset.UnixEpoch, "{}"u8.ToArray())], default);
        await ParkAllAsync(log);

        (await log.GetStatisticsAsync(default)).DeadLetters.Should().Be(10_000);
        (await log.ListDeadLettersAsync(null, 1, default))[0].EventId.Should().EndWith("64", "the oldest go first");
        (await log.PruneAsync(TimeSpan.Zero, [], 1_000, default)).Should().Be(100);
    }

    [Fact]
    public async Task Memory_keeps_a_dead_letter_however_often_another_is_replayed()
    {
        var log = new MemoryEventLog(TimeProvider.System);
        foreach (var id in "ab")
            await log.AppendAsync([new StoredEvent(new string(id, 32), "u1", DateTimeOffset.UnixEpoch, "{}"u8.ToArray())], default);
        var lease = await ParkAllAsync(log);

        for (var i = 0; i < 10_100; i++)
        {
            (await log.ReplayDeadLettersAsync([(await log.ListDeadLettersAsync(null, 2, default))[^1].Id], default)).Should().Be(1);
            var retry = (await log.ReadRetriesAsync(new RetryQuery { Consumer = "h", Partitions = [0], Max = 10 }, default)).Should().ContainSingle().Subject;
            await log.CommitAsync([new ConsumerCommit { Lease = lease, Position = lease.Position, Outcomes = [Dead(retry.Position) with { ReplayId = retry.ReplayId }] }], default);
        }

        (await log.ListDeadLettersAsync(null, 10, default)).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_process_that_stood_still_for_long_does_not_take_what_it_has_for_new()
    {
        var time = new LeapingTime();
        var (gate, calls) = (new TaskCompletionSource(), 0);
        var host = await StartAsync(
            scores =>
            {
                scores.Services.AddSingleton<TimeProvider>(time);
                scores.AddHandler("lambda", async (_, _) =>
                {
                    Interlocked.Increment(ref calls);
                    await gate.Task;
                });
            },
            options => options.HandlerTimeout = TimeSpan.FromHours(1));
        await PostAsync(host, 1);
        await EventuallyAsync(() => Task.FromResult(Volatile.Read(ref calls) == 1));

        time.Leap = TimeSpan.FromMinutes(10);
        (await host.PostAsync(ScoresHost.Payload(subId: "another"), ScoresHost.Key)).StatusCode.Should().Be(HttpStatusCode.OK);
        await EventuallyAsync(() => Task.FromResult(Volatile.Read(ref calls) == 2));
        gate.SetResult();

        // The end waits for whatever is still under way.
        await host.DisposeAsync();
        calls.Should().Be(2);
    }

    private static Task<ScoresHost> StartAsync(Action<IGamezopScoresBuilder> handlers, Action<ScoreInboxOptions> options, IEngine? engine = null) =>
        ScoresHost.StartAsync(scores =>
        {
            handlers(scores);
            (engine is null ? scores.UseVolatileInbox() : scores.UseEventLog(_ => FaultyEngine.Stores(engine))).ConfigureInbox(one =>
            {
                one.FirstRetryDelay = TimeSpan.FromMilliseconds(10);
                options(one);
            });
        });

    private static EventOutcome Dead(LogPosition position) => new() { Position = position, Kind = EventOutcomeKind.DeadLetter, Attempts = 1, Error = "No." };

    /// <summary>Makes dead letters of all events for the handler "h".</summary>
    private static async Task<ConsumerLease> ParkAllAsync(IEventLog log)
    {
        await log.RenewAsync("test", [new ConsumerRegistration { Name = "h", StartFrom = StartFrom.Beginning }], TimeSpan.FromMinutes(1), default);
        var lease = (await log.AcquireAsync("test", "h", [0], TimeSpan.FromMinutes(1), default))[0];
        var page = await log.ReadAsync(0, default, 100_000, default);
        await log.CommitAsync([new ConsumerCommit { Lease = lease, Position = page.Next, Outcomes = [.. page.Entries.Select(entry => Dead(entry.Position))] }], default);
        await log.LeaveAsync("test", default);
        return lease;
    }

    private static async Task<bool> IsIdleAsync(IEventLog log) => (await log.GetStatisticsAsync(default)).Consumers.All(consumer => consumer.Waiting == 0);

    private static async Task PostAsync(ScoresHost host, double score)
    {
        using var answer = await host.PostAsync(ScoresHost.Payload(score: score), ScoresHost.Key);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(20, patience.Token);
    }

    private sealed class LeapingTime : TimeProvider
    {
        public TimeSpan Leap { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Leap.TotalSeconds * TimestampFrequency);
    }

    private sealed class UnshowableException : Exception
    {
        public override string ToString() => throw new InvalidOperationException("Not even that.");
    }
}

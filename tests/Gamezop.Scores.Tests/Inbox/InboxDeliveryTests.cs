using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.Inbox;

public sealed class InboxDeliveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_call_is_answered_before_the_handler_is_done()
    {
        var release = new TaskCompletionSource();
        var handled = new TaskCompletionSource<ScoreContext>();
        await using var host = await StartAsync(scores => scores.AddHandler("lambda", async (context, _) =>
        {
            await release.Task;
            handled.SetResult(context);
        }));

        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
        handled.Task.IsCompleted.Should().BeFalse();
        release.SetResult();

        var context = await handled.Task.WaitAsync(Patience);
        context.EventId.Should().Be(ScoreEventId.Compute(context.Event));
        context.UserId.Should().Be("123-554-111");
        context.Attempt.Should().Be(1);
    }

    [Fact]
    public async Task A_listener_of_the_metrics_that_fails_keeps_no_event_from_its_handler()
    {
        await using var host = await StartAsync(
            scores => scores.AddHandler("broken at first", (context, _) => context.Attempt == 1
                ? throw new InvalidOperationException("No wallet.")
                : context.Services.GetRequiredService<Received>().AddAsync(context)),
            options => options.FirstRetryDelay = TimeSpan.FromMilliseconds(1));
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith("gamezop.scores.inbox.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => throw new InvalidOperationException("Listener."));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("Listener."));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("Listener."));
        listener.Start();

        (await PostAsync(host, score: 7)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(host, score: 8)).Should().Be(HttpStatusCode.OK);

        await host.Received.NextAsync();
        await host.Received.NextAsync();
    }

    [Fact]
    public async Task Repeated_delivery_is_handled_once()
    {
        await using var host = await StartAsync();

        for (var i = 0; i < 5; i++)
            (await PostAsync(host, score: 7)).Should().Be(HttpStatusCode.OK);
        await PostAsync(host, score: 8);

        await host.Received.NextAsync();
        await host.Received.NextAsync();
        await IdleAsync(host);
        host.Received.All.Select(context => context.Event.Score).Should().Equal(7, 8);
    }

    [Fact]
    public async Task A_failing_handler_is_tried_again_alone_and_parked_in_the_end()
    {
        var attempts = new ConcurrentQueue<int>();
        await using var host = await StartAsync(
            scores => scores
                .AddHandler("broken", (context, _) => { attempts.Enqueue(context.Attempt); throw new InvalidOperationException("No wallet."); })
                .AddHandler("sound", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)),
            options => options.MaxAttempts = 3);

        await PostAsync(host);

        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var letter = await EventuallyAsync(async () => (await letters.ListAsync()).SingleOrDefault());
        letter.Should().BeEquivalentTo(new { Handler = "broken", Attempts = 3, UserId = "123-554-111" });
        letter.Error.Should().Contain("No wallet.");
        attempts.Should().Equal(1, 2, 3);
        host.Received.All.Should().ContainSingle("the sound handler is not run again");
    }

    [Fact]
    public async Task An_event_that_is_put_off_uses_no_attempt_and_becomes_no_dead_letter()
    {
        var calls = 0;
        await using var host = await StartAsync(
            scores => scores.AddHandler("waits", async (context, _) =>
            {
                if (Interlocked.Increment(ref calls) <= 5)
                    throw new ScoreDeferredException("No wallet yet.", TimeSpan.FromMilliseconds(100));
                await context.Services.GetRequiredService<Received>().AddAsync(context);
            }),
            options => options.MaxAttempts = 2);

        await PostAsync(host);

        await host.Received.NextAsync();
        await IdleAsync(host);
        (calls, host.Received.All.Single().Attempt).Should().Be((6, 1));
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_replayed_dead_letter_is_handled_when_the_handler_is_repaired()
    {
        var broken = true;
        await using var host = await StartAsync(
            scores => scores.AddHandler("wallet", (context, _) => broken ? throw new InvalidOperationException() : context.Services.GetRequiredService<Received>().AddAsync(context)),
            options => options.MaxAttempts = 1);
        for (var i = 0; i < 3; i++)
            await PostAsync(host, score: i);
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await EventuallyAsync(async () => (await letters.ListAsync()).Count == 3 ? letters : null);

        (await letters.ReplayAllAsync("another")).Should().Be(0);
        (await letters.ReplayAllAsync()).Should().Be(3);
        await EventuallyAsync(async () => (await letters.ListAsync()).Count == 3 ? letters : null);
        broken = false;
        (await letters.ReplayAsync((await letters.ListAsync())[0].Id)).Should().BeTrue();
        (await letters.ReplayAllAsync("wallet")).Should().Be(2);

        await IdleAsync(host);
        host.Received.All.Should().HaveCount(3).And.OnlyContain(context => context.Attempt == 1);
        (await letters.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_hangs_delays_nobody_else(bool blocksItsThread)
    {
        using var release = new ManualResetEventSlim();
        await using var host = await StartAsync(
            scores => scores
                .AddHandler("hangs", async (context, token) =>
                {
                    if (context.UserId == "hangs" && blocksItsThread)
                        release.Wait(CancellationToken.None);
                    else if (context.UserId == "hangs")
                        await Task.Delay(Timeout.Infinite, CancellationToken.None);
                    await context.Services.GetRequiredService<Received>().AddAsync(context);
                })
                .AddHandler("other", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)),
            options =>
            {
                options.MaxAttempts = 1;
                options.HandlerTimeout = TimeSpan.FromMilliseconds(300);
            });

        await PostAsync(host, user: "hangs");
        for (var i = 0; i < 20; i++)
            await PostAsync(host, user: "u" + i);

        await EventuallyAsync(() => Task.FromResult(host.Received.All.Count == 41 ? host : null));
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var letter = await EventuallyAsync(async () => (await letters.ListAsync()).SingleOrDefault());
        letter.Should().BeEquivalentTo(new { Handler = "hangs", UserId = "hangs" });
        letter.Error.Should().Contain("00:00:00.3");
        release.Set();
    }

    [Fact]
    public async Task A_user_whose_events_hang_in_great_number_delays_nobody_else()
    {
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", async (context, _) =>
            {
                if (context.UserId == "hangs")
                    await release.Task;
                await context.Services.GetRequiredService<Received>().AddAsync(context);
            }),
            options => options.BatchSize = options.Concurrency = 4);

        for (var i = 0; i < 100; i++)
            await PostAsync(host, user: "hangs", score: i);
        await PostAsync(host, user: "other");

        await EventuallyAsync(() => Task.FromResult(host.Received.All.SingleOrDefault(context => context.UserId == "other")));
        release.SetResult();
        await EventuallyAsync(() => Task.FromResult(host.Received.All.Count == 101 ? host : null));
    }

    [Fact]
    public async Task A_handler_that_hangs_on_everything_keeps_nothing_from_another()
    {
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(
            scores => scores
                .AddHandler("hangs", async (_, _) => await release.Task)
                .AddHandler("other", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)),
            options => options.BatchSize = options.Concurrency = 2);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PostAsync(host, user: "u" + i)));

        await EventuallyAsync(() => Task.FromResult(host.Received.All.Count == 100 ? host : null));
        release.SetResult();
    }

    [Fact]
    public async Task Events_of_a_user_are_handled_in_order_of_arrival_and_one_at_a_time()
    {
        var busy = new ConcurrentDictionary<string, int>();
        var overlaps = 0;
        await using var host = await StartAsync(scores => scores.AddHandler("lambda", async (context, _) =>
        {
            if (busy.AddOrUpdate(context.UserId, 1, (_, count) => count + 1) > 1)
                Interlocked.Increment(ref overlaps);
            await Task.Yield();
            await context.Services.GetRequiredService<Received>().AddAsync(context);
            busy.AddOrUpdate(context.UserId, 0, (_, count) => count - 1);
        }));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async user =>
        {
            for (var i = 0; i < 50; i++)
                await PostAsync(host, user: "u" + user, score: i);
        }));

        await EventuallyAsync(() => Task.FromResult(host.Received.All.Count == 400 ? host : null));
        overlaps.Should().Be(0);
        foreach (var user in host.Received.All.GroupBy(context => context.UserId))
            user.Select(context => context.Event.Score).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task A_poisonous_event_does_not_hold_up_its_batch()
    {
        await using var host = await StartAsync(scores => scores.AddHandler<Batches>(), options => options.MaxAttempts = 2);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(host, user: "u" + (i % 6), score: i)));

        await EventuallyAsync(() => Task.FromResult(host.Received.All.Count == 59 ? host : null));
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        (await EventuallyAsync(async () => (await letters.ListAsync()).SingleOrDefault())).UserId.Should().Be("u1");
        host.Received.All.Select(context => context.Event.Score).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task What_could_not_be_read_is_kept_and_read_again_on_request()
    {
        await using var host = await StartAsync();
        using var answer = await host.PostAsync("""{"gameCode":1""", ScoresHost.Key);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using var again = await host.PostAsync("""{"gameCode":1""", ScoresHost.Key);

        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var letter = (await letters.ListAsync()).Should().ContainSingle().Subject;
        letter.IsUnreadable.Should().BeTrue();
        (await letters.ReplayAsync(letter.Id)).Should().BeFalse("this version still cannot read it");

        // As if an older version had not been able to read what this one can.
        var store = host.Services.GetRequiredService<IDeadLetterStore>();
        await store.AddUnreadableAsync(new string('a', 32), System.Text.Encoding.UTF8.GetBytes(ScoresHost.Payload()), "old", "web", 10, default);
        var kept = (await letters.ListAsync())[1].ReceivedAt;
        (await letters.ReplayAllAsync()).Should().Be(1);
        (await host.Received.NextAsync()).Should().BeEquivalentTo(new { ReceivedAt = kept, Source = "web" });
        (await letters.ListAsync()).Should().ContainSingle().Which.Id.Should().Be(letter.Id);
        (await letters.DiscardAsync(letter.Id)).Should().BeTrue();
        (await letters.GetAsync(letter.Id)).Should().BeNull();
    }

    [Fact]
    public async Task A_forged_sub_is_quarantined_and_handled_when_released()
    {
        await using var host = await StartAsync(settings: new()
        {
            ["Gamezop:ApiKeys:0"] = ScoresHost.Key,
            ["Gamezop:SubKeys:0"] = Convert.ToBase64String(new byte[16]),
        });

        (await PostAsync(host, user: "forger")).Should().Be(HttpStatusCode.OK);
        (await PostAsync(host, user: "forger", score: 2)).Should().Be(HttpStatusCode.OK);

        var quarantine = host.Services.GetRequiredService<IQuarantine>();
        var entries = await quarantine.ListAsync();
        entries.Should().HaveCount(2).And.OnlyContain(entry => entry.Reason == "forged" && entry.Event.UserId == "forger");
        (await quarantine.RejectAsync(entries[0].Id)).Should().BeTrue();
        (await quarantine.ReleaseAsync(entries[1].Id)).Should().BeTrue();
        (await host.Received.NextAsync()).UserId.Should().Be("forger");
        host.Received.All.Should().ContainSingle();
        (await quarantine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Stopping_drains_what_waits()
    {
        var received = 0;
        var host = await StartAsync(scores => scores.AddHandler("lambda", async (_, _) =>
        {
            await Task.Delay(5, CancellationToken.None);
            Interlocked.Increment(ref received);
        }));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PostAsync(host, user: "u" + i)));

        await host.DisposeAsync();

        received.Should().Be(100);
    }

    [Fact]
    public async Task A_full_inbox_is_answered_503_with_a_reason()
    {
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", async (_, _) => await release.Task),
            options => options.Capacity = 3);
        for (var i = 0; i < 3; i++)
            await PostAsync(host, user: "u" + i);

        var score = 0;
        using var refused = await EventuallyAsync(async () => await host.PostAsync(Payload("late", score++), ScoresHost.Key) is { StatusCode: HttpStatusCode.ServiceUnavailable } answer ? answer : null);

        refused.Headers.RetryAfter.Should().NotBeNull();
        (await refused.Content.ReadAsStringAsync()).Should().Contain("The inbox is full.");
        release.SetResult();
        await EventuallyAsync(async () => await PostAsync(host, user: "later") == HttpStatusCode.OK ? host : null);
    }

    [Fact]
    public async Task A_handler_that_replays_the_log_refuses_no_new_scores()
    {
        var release = new TaskCompletionSource();
        var log = new MemoryEventLog(TimeProvider.System);
        await log.AppendAsync([.. Enumerable.Range(0, 300).Select(i => EventLogFixture.Event("before " + i, "u" + i, Payload("u" + i, i)))], default);
        await using var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler("replays", async (_, _) => await release.Task, options => options.StartFrom = StartFrom.Beginning)
            .UseEventLog(_ => log.Stores)
            .ConfigureInbox(options => options.Capacity = 100));

        for (var waiting = 300; waiting < 303; waiting++)
        {
            await EventuallyAsync(() => Task.FromResult(host.Services.GetRequiredService<InboxMonitor>().Statistics?.Waiting == waiting ? host : null));
            (await PostAsync(host, user: "new", score: waiting)).Should().Be(HttpStatusCode.OK);
        }

        release.SetResult();
    }

    [Fact]
    public async Task An_inbox_in_memory_warns_at_start()
    {
        await using var host = await StartAsync();

        host.Logs.All.Should().Contain(line => line.Level == LogLevel.Warning && line.Text.Contains("The inbox is in memory"));
    }

    private static Task<ScoresHost> StartAsync(
        Action<IGamezopScoresBuilder>? handlers = null, Action<ScoreInboxOptions>? options = null, Dictionary<string, string?>? settings = null) =>
        ScoresHost.StartAsync(
            scores =>
            {
                handlers ??= more => more.AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context));
                handlers(scores);
                scores.UseVolatileInbox().ConfigureInbox(one =>
                {
                    one.FirstRetryDelay = TimeSpan.FromMilliseconds(10);
                    options?.Invoke(one);
                });
            },
            settings);

    private static string Payload(string user, double score) => ScoresHost.Payload(subId: user, score: score);

    private static async Task<HttpStatusCode> PostAsync(ScoresHost host, string user = "123-554-111", double score = 42)
    {
        using var answer = await host.PostAsync(Payload(user, score), ScoresHost.Key);
        return answer.StatusCode;
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await find() is { } found)
                return found;
            await Task.Delay(20, patience.Token);
        }
    }

    private static Task<ScoresHost> IdleAsync(ScoresHost host) => EventuallyAsync(async () =>
        (await host.Services.GetRequiredService<IEventLog>().GetStatisticsAsync(default)).Consumers.All(consumer => consumer.Waiting == 0) ? host : null);

    private sealed class Batches(Received received) : IScoreBatchHandler
    {
        public async ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
        {
            if (batch.Any(context => context.Event.Score == 31))
                throw new InvalidOperationException("Poison.");
            await Task.Delay(5, cancellationToken);
            foreach (var context in batch)
                await received.AddAsync(context);
        }
    }
}

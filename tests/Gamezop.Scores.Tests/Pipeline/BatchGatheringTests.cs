using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Tests.Pipeline;

/// <summary>Filters see single events, a batch handler many: how the two meet.</summary>
public sealed class BatchGatheringTests
{
    private readonly List<ScoreContext> _handled = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_that_pass_the_filters_reach_the_handler_in_one_call_and_in_order(bool filtered)
    {
        var (pipeline, batches) = Create(filtered ? Pass.All : null);
        var events = Events("a", "b", "c");

        var failures = await pipeline.RunBatchAsync(pipeline.Handlers[0], events, default);

        failures.Should().HaveCount(3).And.OnlyContain(failure => failure == null);
        batches.Should().ContainSingle().Which.Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task Event_that_a_filter_keeps_back_or_fails_does_not_hold_up_the_others()
    {
        var (pipeline, batches) = Create(Pass.NotAllOfThem);

        var failures = await pipeline.RunBatchAsync(pipeline.Handlers[0], Events("stop", "a", "throw", "b"), default);

        failures.Select(failure => failure?.Message).Should().Equal(null, null, "filter", null);
        batches.Should().ContainSingle().Which.Should().Equal("a", "b");
    }

    [Fact]
    public async Task Handler_is_not_called_when_no_event_passes()
    {
        var (pipeline, batches) = Create(Pass.NotAllOfThem);
        (await pipeline.RunBatchAsync(pipeline.Handlers[0], Events("stop", "throw"), default)).Should().HaveCount(2);
        batches.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failing_handler_fails_every_event_of_the_batch(bool filtered)
    {
        var (pipeline, _) = Create(filtered ? Pass.All : null);
        var failures = await pipeline.RunBatchAsync(pipeline.Handlers[0], Events("a", "poison", "b"), default);
        failures.Select(failure => failure?.Message).Should().Equal("poison", "poison", "poison");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_the_events_that_have_to_wait_are_put_off(bool filtered)
    {
        var (pipeline, batches) = Create(filtered ? Pass.All : null);
        var failures = await pipeline.RunBatchAsync(pipeline.Handlers[0], Events("a", "wait", "b"), default);
        failures.Select(failure => failure?.GetType()).Should().Equal(null, typeof(ScoreDeferredException), null);
        batches.Should().ContainSingle();
    }

    [Fact]
    public async Task Events_that_a_filter_passes_on_as_others_reach_the_handler_in_their_places()
    {
        var (pipeline, batches) = Create(Pass.AsOthers);

        var failures = await pipeline.RunBatchAsync(pipeline.Handlers[0], Events("a", "b", "wait", "c"), default);

        batches.Should().ContainSingle().Which.Should().Equal("A", "B", "WAIT", "C");
        failures.Select(failure => failure?.GetType()).Should().Equal(null, null, typeof(ScoreDeferredException), null);
    }

    [Theory]
    [InlineData("a", "b", "c", "d")]
    [InlineData("a", "a", "a", "a")]
    [InlineData("a", "b", "a", "b")]
    public async Task Filter_that_holds_a_lock_across_next_does_not_block_its_own_batch(params string[] users)
    {
        using var gate = new SemaphoreSlim(1, 1);
        var (pipeline, batches) = Create(null, async (context, next, cancellationToken) =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                await next(context, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        });

        var failures = await pipeline.RunBatchAsync(pipeline.Handlers[0], Events(users), default).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        failures.Should().HaveCount(4).And.OnlyContain(failure => failure == null);
        batches.SelectMany(batch => batch).Should().BeEquivalentTo(users);
        batches.Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task Events_of_a_user_are_handled_in_order_whatever_their_filters_wait_for()
    {
        var delays = new Queue<int>([300, 0, 100, 0]);
        var (pipeline, batches) = Create(null, async (context, next, cancellationToken) =>
        {
            await Task.Delay(delays.Dequeue(), cancellationToken);
            await next(context, cancellationToken);
        });
        var events = Events("a", "a", "a", "a");

        await pipeline.RunBatchAsync(pipeline.Handlers[0], events, default);

        _handled.Should().Equal(events);
        batches.SelectMany(batch => batch).Should().HaveCount(4);
    }

    [Theory]
    [InlineData(false, "a", "b", "c", "d")]
    [InlineData(false, "a", "b", "a", "b")]
    [InlineData(true, "a", "b", "c", "d")]
    [InlineData(true, "a", "a", "b", "a")]
    public async Task Filter_that_blocks_its_thread_with_a_lock_across_next_does_not_block_its_own_batch(bool waitsForNext, params string[] users)
    {
        using var gate = new SemaphoreSlim(1, 1);
        var (pipeline, batches) = Create(null, async (context, next, cancellationToken) =>
        {
            gate.Wait(cancellationToken);
            try
            {
                var passed = next(context, cancellationToken).AsTask();
                if (waitsForNext)
                    passed.Wait(cancellationToken);
                await passed;
            }
            finally
            {
                gate.Release();
            }
        });
        var events = Events(users);

        var failures = await RunOrGiveUpAsync(pipeline, events);

        failures.Should().HaveCount(4).And.OnlyContain(failure => failure == null);
        _handled.Should().BeEquivalentTo(events);
        foreach (var user in users.Distinct())
            _handled.Where(context => context.UserId == user).Should().Equal(events.Where(context => context.UserId == user));
        batches.Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task Filter_that_blocks_its_thread_holds_up_no_event_of_another_user()
    {
        using var handled = new ManualResetEventSlim();
        var (pipeline, batches) = Create(null, async (context, next, cancellationToken) =>
        {
            if (context.UserId == "slow")
                handled.Wait(cancellationToken);
            await next(context, cancellationToken);
            handled.Set();
        });

        await RunOrGiveUpAsync(pipeline, Events("slow", "a", "b", "slow"));

        batches.SelectMany(batch => batch).Should().Equal("a", "b", "slow", "slow");
    }

    [Theory]
    [InlineData("flaky")]
    [InlineData("a", "flaky", "b")]
    [InlineData("flaky", "flaky", "a")]
    public async Task Filter_that_calls_next_again_has_the_handler_called_again(params string[] users)
    {
        var (pipeline, batches) = Create(null, RetryAsync);

        var failures = await RunOrGiveUpAsync(pipeline, Events(users));

        failures.Should().OnlyContain(failure => failure == null);
        batches.Should().HaveCount(2).And.OnlyContain(batch => batch.SequenceEqual(users));

        // As it does with single events.
        _handled.Clear();
        foreach (var one in Events(users))
            await pipeline.RunAsync(pipeline.Handlers[0], one, default);
        _handled.Select(context => context.UserId).Should().BeEquivalentTo(users.Concat(users.Where(user => user == "flaky")));
    }

    [Theory]
    [InlineData("blocks", "blocks", "a", "blocks")]
    [InlineData("blocks", "a", "blocks", "b")]
    [InlineData("waits", "waits", "a", "waits")]
    public async Task Nothing_more_begins_once_the_call_has_been_given_up(string first, params string[] users)
    {
        using var givenUp = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var begun = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var hasBegun = new TaskCompletionSource();
        var (pipeline, batches) = Create(null, async (context, next, _) =>
        {
            begun.Enqueue(context.UserId);
            if (context.UserId == first && begun.Count(user => user == first) == 1)
            {
                hasBegun.SetResult();
                if (first == "waits")
                    await Task.Run(release.Wait, CancellationToken.None);
                else
                    release.Wait(CancellationToken.None);
            }
            // As a filter would that knows nothing of time limits.
            await next(context, CancellationToken.None);
        });

        var run = Task.Run(() => pipeline.RunBatchAsync(pipeline.Handlers[0], Events(users), givenUp.Token).AsTask());
        await Deadline.OfAsync(hasBegun.Task);
        await givenUp.CancelAsync();
        var before = batches.Count;
        release.Set();
        await Deadline.OfAsync(run);

        begun.Count(user => user == first).Should().Be(1, "the same user's later events had not begun");
        batches.Should().HaveCount(before);
        (await run)[Array.LastIndexOf(users, first)].Should().BeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task Event_fails_with_what_the_last_of_its_calls_failed_with()
    {
        var (pipeline, batches) = Create(null, RetryAsync);
        var failures = await RunOrGiveUpAsync(pipeline, Events("a", "poison"));
        failures.Select(failure => failure?.Message).Should().Equal("poison", "poison");
        batches.Should().HaveCount(2);
    }

    [Fact]
    public async Task Event_that_a_filter_passes_on_twice_at_once_is_handled_twice()
    {
        var (pipeline, batches) = Create(null, async (context, next, cancellationToken) =>
            await Task.WhenAll(next(context, cancellationToken).AsTask(), next(context, cancellationToken).AsTask()));
        await RunOrGiveUpAsync(pipeline, Events("a", "b"));
        batches.SelectMany(batch => batch).Should().BeEquivalentTo("a", "a", "b", "b");
    }

    [Fact]
    public async Task Event_is_not_handled_when_its_filter_has_stopped_waiting_before_its_turn()
    {
        using var given = new CancellationTokenSource();
        var isGivenUp = new TaskCompletionSource();
        var (pipeline, batches) = Create(null, async (context, next, cancellationToken) =>
        {
            if (context.UserId == "impatient")
            {
                var passed = next(context, given.Token).AsTask();
                await given.CancelAsync();
                await Task.WhenAny(passed);
                isGivenUp.SetResult();
                await passed;
            }
            await isGivenUp.Task;
            await next(context, cancellationToken);
        });

        var failures = await RunOrGiveUpAsync(pipeline, Events("impatient", "a"));

        failures[0].Should().BeAssignableTo<OperationCanceledException>();
        batches.Should().ContainSingle().Which.Should().Equal("a");
    }

    [Fact]
    public async Task Event_cannot_be_passed_on_when_its_filter_has_ended()
    {
        ScoreDelegate? kept = null;
        var (pipeline, batches) = Create(null, (_, next, _) =>
        {
            kept = next;
            return ValueTask.CompletedTask;
        });
        var events = Events("a", "b");
        await RunOrGiveUpAsync(pipeline, events);

        await kept!.Invoking(next => next(events[0], default).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*next*");
        batches.Should().BeEmpty();
    }

    [Fact]
    public void A_generic_handler_keeps_its_name_when_a_version_changes()
    {
        var services = new ServiceCollection();
        var parts = new PipelineParts(services);
        parts.AddHandler<Gather>();
        parts.AddHandler<Gather.Of<Pass>>();

        parts.CreateHandlers(services.BuildServiceProvider()).Select(handler => handler.Name)
            .Should().Equal(typeof(Gather).FullName, $"{typeof(Gather).FullName}+Of`1[{typeof(Pass).FullName}]");
    }

    /// <summary>On another thread, for the filters may block it; a batch that blocks itself is given up.</summary>
    private static Task<Exception?[]> RunOrGiveUpAsync(ScorePipeline pipeline, ScoreContext[] events) =>
        Task.Run(() => pipeline.RunBatchAsync(pipeline.Handlers[0], events, default).AsTask()).WaitAsync(TimeSpan.FromSeconds(30));

    private static async ValueTask RetryAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
    {
        try
        {
            await next(context, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            await next(context, cancellationToken);
        }
    }

    private static ScoreContext[] Events(params string[] users) => [.. users.Select(user => new ScoreContext(
        new ScoreEvent { GameCode = "g", SessionId = "s", GamePlayId = "p", SubId = user, Timestamp = default, Score = 1, State = GameState.Over },
        user, default, new ServiceCollection().BuildServiceProvider()))];

    private (ScorePipeline Pipeline, List<List<string>> Batches) Create(Pass? pass, Func<ScoreContext, ScoreDelegate, CancellationToken, ValueTask>? filter = null)
    {
        var services = new ServiceCollection();
        var batches = new List<List<string>>();
        services.AddSingleton(batches);
        services.AddSingleton(_handled);
        services.AddSingleton<Gather>();
        var parts = new PipelineParts(services);
        parts.AddHandler<Gather>();
        var root = services.BuildServiceProvider();
        if (pass is not null)
            parts.Wrap(_ => next => (context, cancellationToken) => Filter(pass.Value, context, next, cancellationToken));
        if (filter is not null)
            parts.Wrap(_ => next => (context, cancellationToken) => filter(context, next, cancellationToken));
        return (new ScorePipeline(parts, root, new ScoreMetrics(null), NullLogger<ScorePipeline>.Instance), batches);
    }

    private static async ValueTask Filter(Pass pass, ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (pass == Pass.NotAllOfThem && context.UserId == "throw")
            throw new InvalidOperationException("filter");
        if (pass == Pass.AsOthers)
            await next(new ScoreContext(context.Event, context.UserId.ToUpperInvariant(), context.ReceivedAt, context.Services) { EventId = context.EventId }, cancellationToken);
        else if (pass == Pass.All || context.UserId != "stop")
            await next(context, cancellationToken);
    }

    private enum Pass
    {
        All,
        NotAllOfThem,
        AsOthers,
    }

    private sealed class Gather(List<List<string>> batches, List<ScoreContext> handled) : IScoreBatchHandler
    {
        public ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
        {
            handled.AddRange(batch);
            batches.Add([.. batch.Select(context => context.UserId)]);
            if (batch.FirstOrDefault(context => context.UserId is "wait" or "WAIT") is { } waits)
                throw new ScoreDeferredException("later", null, [waits.EventId]);
            if (batch.FirstOrDefault(context => context.UserId == "flaky") is { } flaky && handled.Count(context => context == flaky) == 1)
                throw new InvalidOperationException("flaky");
            return batches[^1].Contains("poison") ? throw new InvalidOperationException("poison") : ValueTask.CompletedTask;
        }

        internal sealed class Of<T> : ScoreHandler;
    }
}

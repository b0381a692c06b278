using System.Net;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Pipeline;

/// <summary>Handlers and filters as a publisher adds them, without a store.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task Handlers_run_in_order_of_registration_inside_filters_in_order_of_registration()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddFilter<Outer>().AddHandler<First>().AddFilter<Inner>().AddHandler("second", Note("second")),
            services: services => services.AddSingleton<Notes>());

        await PostAsync(host);

        host.Services.GetRequiredService<Notes>().Should().Equal("outer in", "inner in", "first", "second", "inner out", "outer out");
    }

    [Fact]
    public async Task Handler_for_some_states_gets_only_those()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores
                .AddHandler<First>(options => options.States = [GameState.Over, GameState.LevelUp])
                .AddHandler("start", Note("start"), options => options.States = [GameState.Start]).AddHandler("all", Note("all")),
            services: services => services.AddSingleton<Notes>());

        foreach (var state in new[] { "over", "start", "levelup", "playing", "loaded", "bonus" })
            await PostAsync(host, state);

        host.Services.GetRequiredService<Notes>().Should().Equal("first", "all", "start", "all", "first", "all", "all", "all", "all");
    }

    [Fact]
    public async Task Base_class_calls_one_method_for_each_state()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores.AddHandler<EachState>(), services: services => services.AddSingleton<Notes>());

        foreach (var state in new[] { "loaded", "start", "playing", "levelup", "over", "bonus" })
            await PostAsync(host, state);

        host.Services.GetRequiredService<Notes>().Should().Equal("Loaded", "Start", "Playing", "LevelUp", "Over", "bonus");
    }

    [Fact]
    public async Task Batch_handler_gets_batches_of_one()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores.AddHandler<Batches>(), services: services => services.AddSingleton<Notes>());
        await PostAsync(host);
        await PostAsync(host);
        host.Services.GetRequiredService<Notes>().Should().Equal("batch of 1", "batch of 1");
    }

    [Fact]
    public async Task Scoped_handler_is_made_for_each_event_and_disposed_and_a_singleton_once()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddHandler<Counted>().AddHandler<CountedOnce>(),
            services: services => services.AddSingleton<Notes>().AddSingleton<CountedOnce>());

        await PostAsync(host);
        await PostAsync(host);

        host.Services.GetRequiredService<Notes>().Should().Equal("made", "once", "disposed", "made", "disposed");
    }

    [Fact]
    public async Task Open_generic_registration_counts_as_registered()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddHandler<Generic<int>>().AddHandler<Generic<string>>(),
            services: services => services.AddSingleton<Notes>().AddSingleton(typeof(Generic<>)).AddScoped<Generic<string>>());

        await PostAsync(host);
        await PostAsync(host);

        host.Services.GetRequiredService<Notes>().Should().Equal("made Int32", "made String", "made String");
    }

    [Fact]
    public async Task Keyed_registration_is_another_matter()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddHandler<First>().AddFilter<Outer>(),
            services: services => services.AddSingleton<Notes>().AddKeyedSingleton<First>("key").AddKeyedSingleton("key", new Outer([])));
        await PostAsync(host);
        host.Services.GetRequiredService<Notes>().Should().Equal("outer in", "first", "outer out");
    }

    [Fact]
    public async Task Filter_that_does_not_go_on_ends_the_event_as_handled()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddFilter<Stop>().AddHandler<First>(), services: services => services.AddSingleton<Notes>());
        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
        host.Services.GetRequiredService<Notes>().Should().BeEmpty();
    }

    [Fact]
    public async Task Filter_that_throws_makes_it_500_and_is_logged_once()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddFilter<Throws>().AddHandler<First>(), services: services => services.AddSingleton<Notes>());
        (await PostAsync(host)).Should().Be(HttpStatusCode.InternalServerError);
        host.Services.GetRequiredService<Notes>().Should().BeEmpty();
        host.Logs.Errors.Should().ContainSingle(text => text.Contains("A filter failed") && text.Contains("filter trouble"));
    }

    [Fact]
    public async Task Failing_handlers_reach_the_filter_after_all_have_run_and_are_logged_once_each()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddFilter<Sees>().AddHandler("a", Fail).AddHandler<First>().AddHandler("b", Fail),
            services: services => services.AddSingleton<Notes>());
        (await PostAsync(host)).Should().Be(HttpStatusCode.InternalServerError);
        host.Services.GetRequiredService<Notes>().Should().Equal("first", "AggregateException");
        host.Logs.Errors.Should().HaveCount(2);

        static ValueTask Fail(ScoreContext context, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }

    [Fact]
    public async Task Filter_that_throws_something_else_after_a_handler_failed_is_logged_beside_it()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddFilter<Replaces>().AddHandler("lambda", (_, _) => throw new InvalidOperationException("handler trouble")));
        (await PostAsync(host)).Should().Be(HttpStatusCode.InternalServerError);
        host.Logs.Errors.Should().HaveCount(2).And.ContainSingle(text => text.Contains("A filter failed") && text.Contains("filter trouble"));
    }

    [Fact]
    public async Task Singleton_filter_and_handler_need_no_scope()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Notes>().AddSingleton<PassesOn>().AddSingleton<CountedOnce>();
        var parts = new PipelineParts(services);
        parts.AddFilter<PassesOn>();
        parts.AddHandler<CountedOnce>();
        var root = services.BuildServiceProvider();
        var pipeline = new ScorePipeline(parts, root, new ScoreMetrics(null), Microsoft.Extensions.Logging.Abstractions.NullLogger<ScorePipeline>.Instance);
        var scoreEvent = ScoreEvent.Parse(System.Text.Encoding.UTF8.GetBytes(ScoresHost.Payload()));

        (await pipeline.RunAsync(new ScoreContext(scoreEvent, "user", default, new NoScope()), default)).Should().Be(DeliveryOutcome.Handled);
        root.GetRequiredService<Notes>().Should().Equal("once", "passed on");
    }

    [Fact]
    public async Task Filter_that_swallows_a_failure_has_handled_the_event()
    {
        await using var host = await ScoresHost.StartAsync(scores => scores.AddFilter<Swallows>().AddHandler("lambda", (_, _) => throw new InvalidOperationException()));
        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Filter_that_tries_again_goes_by_the_last_try()
    {
        var runs = 0;
        await using var host = await ScoresHost.StartAsync(
            scores => scores.AddFilter<TriesAgain>().AddHandler("lambda", (_, _) => ++runs == 1 ? throw new InvalidOperationException() : ValueTask.CompletedTask));
        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
        runs.Should().Be(2);
    }

    [Fact]
    public async Task Items_are_shared_along_the_way_of_one_event_only()
    {
        await using var host = await ScoresHost.StartAsync(
            scores => scores
                .AddHandler("lambda", (context, _) =>
                {
                    context.Items.Should().BeEmpty();
                    context.Items["seen"] = true;
                    return ValueTask.CompletedTask;
                })
                .AddHandler("second", (context, _) =>
                {
                    context.Items.Should().ContainKey("seen");
                    return ValueTask.CompletedTask;
                }));
        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Time_of_arrival_comes_from_the_applications_clock()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var host = await ScoresHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(clock));
        await PostAsync(host);
        host.Received.All.Single().ReceivedAt.Should().Be(clock.GetUtcNow());
    }

    private static Func<ScoreContext, CancellationToken, ValueTask> Note(string text) => (context, _) =>
    {
        context.Services.GetRequiredService<Notes>().Add(text);
        return ValueTask.CompletedTask;
    };

    private static async Task<HttpStatusCode> PostAsync(ScoresHost host, string state = "over")
    {
        using var response = await host.PostAsync(ScoresHost.Payload(state), ScoresHost.Key);
        return response.StatusCode;
    }

    private sealed class Notes : List<string>;

    private sealed class NoScope : IScoreScope
    {
        public IServiceProvider Services => throw new InvalidOperationException("no scope is needed");
    }

    private sealed class First(Notes notes) : IScoreHandler
    {
        public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
        {
            notes.Add("first");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class EachState(Notes notes) : ScoreHandler
    {
        protected override ValueTask OnLoadedAsync(ScoreContext context, CancellationToken cancellationToken) => Add("Loaded");

        protected override ValueTask OnStartAsync(ScoreContext context, CancellationToken cancellationToken) => Add("Start");

        protected override ValueTask OnPlayingAsync(ScoreContext context, CancellationToken cancellationToken) => Add("Playing");

        protected override ValueTask OnLevelUpAsync(ScoreContext context, CancellationToken cancellationToken) => Add("LevelUp");

        protected override ValueTask OnOverAsync(ScoreContext context, CancellationToken cancellationToken) => Add("Over");

        protected override ValueTask OnUnknownAsync(ScoreContext context, CancellationToken cancellationToken) => Add(context.Event.RawState);

        private ValueTask Add(string text)
        {
            notes.Add(text);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Batches(Notes notes) : IScoreBatchHandler
    {
        public ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
        {
            notes.Add($"batch of {batch.Count}");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Counted : IScoreHandler, IDisposable
    {
        private readonly Notes _notes;

        public Counted(Notes notes)
        {
            _notes = notes;
            notes.Add("made");
        }

        public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void Dispose() => _notes.Add("disposed");
    }

    private sealed class CountedOnce : IScoreHandler
    {
        public CountedOnce(Notes notes) => notes.Add("once");

        public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Generic<T> : IScoreHandler
    {
        public Generic(Notes notes) => notes.Add($"made {typeof(T).Name}");

        public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Outer(Notes notes) : IScoreFilter
    {
        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            notes.Add("outer in");
            await next(context, cancellationToken);
            notes.Add("outer out");
        }
    }

    private sealed class Inner(Notes notes) : IScoreFilter
    {
        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            notes.Add("inner in");
            await next(context, cancellationToken);
            notes.Add("inner out");
        }
    }

    private sealed class Stop : IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Throws : IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken) => throw new InvalidOperationException("filter trouble");
    }

    private sealed class Sees(Notes notes) : IScoreFilter
    {
        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            try
            {
                await next(context, cancellationToken);
            }
            catch (Exception exception)
            {
                notes.Add(exception.GetType().Name);
                throw;
            }
        }
    }

    private sealed class TriesAgain : IScoreFilter
    {
        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
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
    }

    private sealed class PassesOn(Notes notes) : IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            var going = next(context, cancellationToken);
            notes.Add("passed on");
            return going;
        }
    }

    private sealed class Replaces : IScoreFilter
    {
        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            try
            {
                await next(context, cancellationToken);
            }
            catch (InvalidOperationException)
            {
                throw new NotSupportedException("filter trouble");
            }
        }
    }

    private sealed class Swallows : IScoreFilter
    {
        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            try
            {
                await next(context, cancellationToken);
            }
            catch (InvalidOperationException)
            {
            }
        }
    }
}

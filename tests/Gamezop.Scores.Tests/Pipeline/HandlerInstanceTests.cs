using System.Text;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Tests.Pipeline;

/// <summary>Which instance of a handler a call gets, and when a scope is created for it.</summary>
public sealed class HandlerInstanceTests
{
    private static readonly ScoreEvent Event = ScoreEvent.Parse(Encoding.UTF8.GetBytes(ScoresHost.Payload()));

    [Theory]
    [InlineData(null)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task A_handler_of_singletons_and_plain_transients_is_made_for_each_call_without_a_scope(ServiceLifetime? lifetime)
    {
        await using var calls = Calls.Of<Plain>(services =>
        {
            services.AddTransient<Tool>().AddTransient<ITool, ToolOfTools>();
            services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
            if (lifetime is { } given)
                services.Add(new ServiceDescriptor(typeof(Plain), typeof(Plain), given));
        });

        await calls.RunAsync();
        await calls.RunAsync();

        calls.Scopes.Should().Be(0);
        calls.Seen<Plain>().Should().HaveCount(2).And.OnlyHaveUniqueItems();
        calls.Seen<Plain>().Select(handler => handler.Tool).Should().OnlyHaveUniqueItems("a transient is made for each that asks for it");
        calls.Seen<Plain>().Select(handler => handler.Log).Distinct().Should().ContainSingle("a singleton is the container's");
    }

    [Fact]
    public async Task A_handler_registered_as_another_class_is_of_that_class()
    {
        await using var calls = Calls.Of<Base>(services => services.AddScoped<Base, Derived>());
        await calls.RunAsync();
        calls.Scopes.Should().Be(0);
        calls.Seen<Base>().Should().ContainSingle().Which.Should().BeOfType<Derived>();
    }

    [Fact]
    public async Task Handlers_of_a_call_share_its_scope_and_what_is_scoped_in_it()
    {
        await using var calls = Calls.Of<NeedsUnit, NeedsUnitToo>(services => services.AddScoped<Unit>());
        await calls.RunAsync();
        await calls.RunAsync();

        calls.Scopes.Should().Be(2);
        var units = calls.Seen<NeedsUnit>().Select(handler => handler.Unit);
        units.Should().OnlyHaveUniqueItems().And.Equal(calls.Seen<NeedsUnitToo>().Select(handler => handler.Unit));
        calls.Seen<NeedsUnit>().Should().OnlyContain(handler => handler.Unit.IsDisposed);
    }

    // One that is scoped somewhere behind it: without a scope it would be a singleton's.
    [Fact]
    public async Task What_is_scoped_behind_a_transient_is_the_calls_own()
    {
        await using var calls = Calls.Of<NeedsUnitBehind>(services => services.AddScoped<Unit>().AddTransient<Behind>());
        await calls.RunAsync();
        await calls.RunAsync();
        var units = calls.Seen<NeedsUnitBehind>().Select(handler => handler.Behind.Unit);
        units.Should().OnlyHaveUniqueItems().And.OnlyContain(unit => unit.IsDisposed);
    }

    [Fact]
    public async Task A_disposable_handler_is_disposed_after_its_call()
    {
        await using var calls = Calls.Of<Disposable>();
        await calls.RunAsync();
        await calls.RunAsync();
        calls.Seen<Disposable>().Should().HaveCount(2).And.OnlyHaveUniqueItems().And.OnlyContain(handler => handler.IsDisposed);
    }

    [Fact]
    public async Task A_disposable_transient_of_a_handler_is_disposed_after_the_call()
    {
        await using var calls = Calls.Of<NeedsUnit>(services => services.AddTransient<Unit>());
        await calls.RunAsync();
        calls.Seen<NeedsUnit>().Should().ContainSingle().Which.Unit.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task What_a_factory_makes_may_be_scoped_and_disposable()
    {
        await using var calls = Calls.Of<NeedsTool>(
            services => services.AddScoped<Unit>().AddTransient<ITool>(scope => scope.GetRequiredService<Unit>()));
        await calls.RunAsync();
        await calls.RunAsync();
        var units = calls.Seen<NeedsTool>().Select(handler => (Unit)handler.Tool);
        units.Should().OnlyHaveUniqueItems().And.OnlyContain(unit => unit.IsDisposed);
    }

    [Fact]
    public async Task A_handler_that_a_factory_makes_gets_the_calls_scope()
    {
        await using var calls = Calls.Of<NeedsServices>(
            services => services.AddScoped(scope => new NeedsServices(scope, scope.GetRequiredService<Log>())));
        await calls.RunAsync();
        calls.Seen<NeedsServices>().Should().ContainSingle().Which.IsTheCalls.Should().BeTrue();
    }

    [Fact]
    public async Task A_handler_that_asks_for_the_provider_gets_that_of_the_call()
    {
        await using var calls = Calls.Of<NeedsServices>();
        await calls.RunAsync();
        calls.Seen<NeedsServices>().Should().ContainSingle().Which.IsTheCalls.Should().BeTrue();
    }

    [Fact]
    public async Task Keyed_services_are_the_containers_business()
    {
        await using var calls = Calls.Of<NeedsKeyed>(services => services.AddSingleton<Unit>().AddKeyedScoped<Unit>("own"));
        await calls.RunAsync();
        await calls.RunAsync();
        calls.Seen<NeedsKeyed>().Select(handler => handler.Unit).Should().OnlyHaveUniqueItems().And.OnlyContain(unit => unit.IsDisposed);
    }

    [Fact]
    public async Task Of_several_constructors_the_container_chooses()
    {
        await using var calls = Calls.Of<TwoConstructors>(services => services.AddScoped<Unit>());
        await calls.RunAsync();
        calls.Seen<TwoConstructors>().Should().ContainSingle().Which.Unit.Should().NotBeNull();
    }

    [Fact]
    public async Task Another_container_is_asked_for_what_it_may_know_better()
    {
        await using var calls = Calls.Of<NeedsUnit>(services => services.AddSingleton<Unit>(), services => new OtherContainer(services));
        await calls.RunAsync();
        calls.Scopes.Should().Be(1);
    }

    [Fact]
    public async Task A_filter_that_needs_no_scope_is_made_for_each_call_without_one()
    {
        await using var calls = Calls.Of<Derived>(services => services.AddScoped<Through>(), add: parts => parts.AddFilter<Through>());
        await calls.RunAsync();
        await calls.RunAsync();
        calls.Scopes.Should().Be(0);
        calls.Seen<Through>().Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(ServiceLifetime.Scoped, 2)]
    [InlineData(ServiceLifetime.Singleton, 1)]
    [InlineData(ServiceLifetime.Transient, 6)]
    public async Task A_class_in_several_roles_is_one_instance_in_all_of_them_as_its_lifetime_says(ServiceLifetime lifetime, int instances)
    {
        await using var calls = Calls.Of<Both>(
            services => services.Add(new ServiceDescriptor(typeof(Both), typeof(Both), lifetime)),
            add: parts =>
            {
                parts.AddFilter<Both>();
                parts.AddHandler<Both>(options => options.Name = "another");
            });
        await calls.RunAsync();
        await calls.RunAsync();

        calls.Seen<Both>().Should().HaveCount(6).And.Subject.Distinct().Should().HaveCount(instances);
        if (lifetime == ServiceLifetime.Scoped)
        {
            calls.Seen<Both>().Take(3).Distinct().Should().ContainSingle("both roles of one call share it");
            calls.Scopes.Should().Be(2);
        }
        else
            calls.Scopes.Should().Be(0);
    }

    [Fact]
    public async Task A_handler_that_another_class_asks_for_is_the_one_that_is_called()
    {
        await using var calls = Calls.Of<Derived>(services => services.AddScoped<Derived>().AddScoped<Beside>(), add: parts => parts.AddFilter<Beside>());
        await calls.RunAsync();

        calls.Seen<Derived>().Should().ContainSingle().Which.Should().BeSameAs(calls.Seen<Beside>().Single().Handler);
    }

    /// <summary>A pipeline whose calls each have a scope, which is created when it is first asked for.</summary>
    private sealed class Calls : IAsyncDisposable
    {
        private readonly ServiceProvider _provider;
        private readonly ScorePipeline _pipeline;

        private Calls(Action<PipelineParts> add, Action<IServiceCollection>? configure, Func<IServiceProvider, IServiceProvider>? root)
        {
            var services = new ServiceCollection();
            services.AddSingleton<Log>();
            configure?.Invoke(services);
            var parts = new PipelineParts(services);
            add(parts);
            _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
            var outermost = root?.Invoke(_provider) ?? _provider;
            _pipeline = new ScorePipeline(parts, outermost, new ScoreMetrics(null), NullLogger<ScorePipeline>.Instance);
        }

        public int Scopes { get; private set; }

        public static Calls Of<T>(
            Action<IServiceCollection>? configure = null, Func<IServiceProvider, IServiceProvider>? root = null, Action<PipelineParts>? add = null)
            where T : class, IScoreHandler =>
            new(
                parts =>
                {
                    add?.Invoke(parts);
                    parts.AddHandler<T>();
                },
                services =>
                {
                    configure?.Invoke(services);
                    if (!services.Any(service => service.ServiceType == typeof(T)))
                        services.AddScoped<T>();
                },
                root);

        public static Calls Of<T1, T2>(Action<IServiceCollection> configure)
            where T1 : class, IScoreHandler
            where T2 : class, IScoreHandler =>
            Of<T1>(services => configure(services.AddScoped<T2>()), add: parts => parts.AddHandler<T2>());

        public IReadOnlyList<T> Seen<T>() => [.. _provider.GetRequiredService<Log>().Seen.OfType<T>()];

        public async Task RunAsync()
        {
            await using var scope = new LazyScope(_provider);
            (await _pipeline.RunAsync(new ScoreContext(Event, "user", default, scope), default)).Should().Be(DeliveryOutcome.Handled);
            Scopes += scope.IsCreated ? 1 : 0;
        }

        public ValueTask DisposeAsync() => _provider.DisposeAsync();
    }

    private sealed class LazyScope(IServiceProvider root) : IScoreScope, IAsyncDisposable
    {
        private AsyncServiceScope? _scope;

        public bool IsCreated => _scope is not null;

        public IServiceProvider Services => (_scope ??= root.CreateAsyncScope()).ServiceProvider;

        public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? default;
    }

    private sealed class OtherContainer(IServiceProvider inner) : IServiceProvider
    {
        public object? GetService(Type serviceType) => inner.GetService(serviceType);
    }

    private sealed class Log
    {
        public List<object> Seen { get; } = [];
    }

    private abstract class Base(Log log) : IScoreHandler
    {
        public Log Log => log;

        public virtual ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
        {
            log.Seen.Add(this);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Derived(Log log) : Base(log);

    private interface ITool;

    private sealed class Tool : ITool;

    private sealed class ToolOfTools(Tool tool) : ITool
    {
        public Tool Tool => tool;
    }

    private sealed class Unit : ITool, IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Behind(Unit unit)
    {
        public Unit Unit => unit;
    }

    private sealed class Plain(Log log, ITool tool, ILogger<Plain> logger) : Base(log)
    {
        public ITool Tool => tool;

        public ILogger Logger => logger;
    }

    private sealed class NeedsUnit(Log log, Unit unit) : Base(log)
    {
        public Unit Unit => unit;
    }

    private sealed class NeedsUnitToo(Log log, Unit unit) : Base(log)
    {
        public Unit Unit => unit;
    }

    private sealed class NeedsUnitBehind(Log log, Behind behind) : Base(log)
    {
        public Behind Behind => behind;
    }

    private sealed class NeedsTool(Log log, ITool tool) : Base(log)
    {
        public ITool Tool => tool;
    }

    private sealed class NeedsKeyed(Log log, [FromKeyedServices("own")] Unit unit) : Base(log)
    {
        public Unit Unit => unit;
    }

    private sealed class NeedsServices(IServiceProvider services, Log log) : Base(log)
    {
        public bool IsTheCalls { get; private set; }

        public override ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
        {
            IsTheCalls = services == context.Services;
            return base.HandleAsync(context, cancellationToken);
        }
    }

    private sealed class TwoConstructors : Base
    {
        public TwoConstructors(Log log)
            : base(log)
        {
        }

        public TwoConstructors(Log log, Unit unit)
            : base(log) => Unit = unit;

        public Unit? Unit { get; }
    }

    private sealed class Disposable(Log log) : Base(log), IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Both(Log log) : Base(log), IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            Log.Seen.Add(this);
            return next(context, cancellationToken);
        }
    }

    private sealed class Beside(Log log, Derived handler) : IScoreFilter
    {
        public Derived Handler => handler;

        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            log.Seen.Add(this);
            return next(context, cancellationToken);
        }
    }

    private sealed class Through(Log log) : IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            log.Seen.Add(this);
            return next(context, cancellationToken);
        }
    }
}

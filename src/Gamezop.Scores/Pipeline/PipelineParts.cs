using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>What was added to the builder, in order, until the pipeline is built from it.</summary>
internal sealed class PipelineParts(IServiceCollection services)
{
    private readonly List<(ScoreHandlerOptions Options, Func<IServiceProvider, HandlerSlot> Create)> _handlers = [];
    private readonly List<Func<IServiceProvider, ScoreDelegate, ScoreDelegate>> _filters = [];

    // ToString(), not FullName: the full name of a closed generic type contains assembly versions, so an upgrade would orphan stored positions.
    public void AddHandler<T>(Action<ScoreHandlerOptions>? configure = null)
        where T : class, IScoreHandler =>
        Add(typeof(T).ToString(), configure, (options, root) => new TypedHandler<T>(options, IsSingleton<T>() ? root : null));

    public void AddHandler(string name, Func<ScoreContext, CancellationToken, ValueTask> handle, Action<ScoreHandlerOptions>? configure = null) =>
        Add(name, configure, (options, _) => new DelegateHandler(options, handle));

    /// <summary>Adds a filter from dependency injection: a singleton from the root, without a scope; any other from the event's scope.</summary>
    public void AddFilter<T>()
        where T : class, IScoreFilter =>
        Wrap((root, next) => IsSingleton<T>()
            ? (context, cancellationToken) => root.GetRequiredService<T>().InvokeAsync(context, next, cancellationToken)
            : (context, cancellationToken) => context.Services.GetRequiredService<T>().InvokeAsync(context, next, cancellationToken));

    public void Wrap(Func<IServiceProvider, ScoreDelegate, ScoreDelegate> filter) => _filters.Add(filter);

    /// <summary>Creates the handlers, in order of registration.</summary>
    /// <exception cref="InvalidOperationException">Two of them have the same name.</exception>
    public IReadOnlyList<HandlerSlot> CreateHandlers(IServiceProvider root)
    {
        if (_handlers.GroupBy(handler => handler.Options.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two handlers have the name '{twice.Key}'. Give one of them another: AddHandler<T>(options => options.Name = \"…\").");
        return [.. _handlers.Select(handler => handler.Create(root))];
    }

    /// <summary>The filters around <paramref name="core"/>, the first one added outermost; null where there are none.</summary>
    public ScoreDelegate? Around(IServiceProvider root, ScoreDelegate core) =>
        _filters.Count == 0 ? null : Enumerable.Reverse(_filters).Aggregate(core, (next, filter) => filter(root, next));

    private void Add(string name, Action<ScoreHandlerOptions>? configure, Func<ScoreHandlerOptions, IServiceProvider, HandlerSlot> create)
    {
        var options = new ScoreHandlerOptions { Name = name };
        configure?.Invoke(options);
        if (options.Problem is { } problem)
            throw new ArgumentException($"Handler '{options.Name}': {problem}", nameof(configure));
        _handlers.Add((options, root => create(options, root)));
    }

    /// <summary>Whether the application has registered the type, by itself or as an open generic one.</summary>
    public bool IsRegistered<T>() => Find(typeof(T)) is not null;

    private bool IsSingleton<T>() => Find(typeof(T))?.Lifetime == ServiceLifetime.Singleton;

    // As dependency injection looks it up: the last registration of the type, else of its generic definition.
    private ServiceDescriptor? Find(Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService)
        ?? (type.IsConstructedGenericType ? Find(type.GetGenericTypeDefinition()) : null);
}

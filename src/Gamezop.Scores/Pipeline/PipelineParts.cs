using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>What was added to the builder, in order, until the pipeline is built from it.</summary>
internal sealed class PipelineParts(IServiceCollection services)
{
    private readonly List<(string Name, Func<string, IServiceProvider, HandlerSlot> Create)> _handlers = [];
    private readonly List<Func<IServiceProvider, ScoreDelegate, ScoreDelegate>> _filters = [];

    // Not by the full name: of a generic type that has the versions of its arguments' assemblies, and with the next one nobody would have the name that waiting deliveries are kept under.
    public void AddHandler<T>(GameState[] states)
        where T : class, IScoreHandler =>
        Add(typeof(T).ToString(), (name, root) => new TypedHandler<T>(name, states, IsSingleton<T>() ? root : null));

    public void AddHandler(string name, GameState[] states, Func<ScoreContext, CancellationToken, ValueTask> handle) =>
        Add(name, (unique, _) => new DelegateHandler(unique, states, handle));

    /// <summary>Adds a filter from dependency injection: a singleton from the root, without a scope; any other from the event's scope.</summary>
    public void AddFilter<T>()
        where T : class, IScoreFilter =>
        Wrap((root, next) => IsSingleton<T>()
            ? (context, cancellationToken) => root.GetRequiredService<T>().InvokeAsync(context, next, cancellationToken)
            : (context, cancellationToken) => context.Services.GetRequiredService<T>().InvokeAsync(context, next, cancellationToken));

    public void Wrap(Func<IServiceProvider, ScoreDelegate, ScoreDelegate> filter) => _filters.Add(filter);

    public IReadOnlyList<HandlerSlot> CreateHandlers(IServiceProvider root) => [.. _handlers.Select(handler => handler.Create(handler.Name, root))];

    /// <summary>The filters around <paramref name="core"/>, the first one added outermost; null where there are none.</summary>
    public ScoreDelegate? Around(IServiceProvider root, ScoreDelegate core) =>
        _filters.Count == 0 ? null : Enumerable.Reverse(_filters).Aggregate(core, (next, filter) => filter(root, next));

    private void Add(string name, Func<string, IServiceProvider, HandlerSlot> create)
    {
        var unique = name;
        for (var i = 2; _handlers.Any(handler => handler.Name == unique); i++)
            unique = $"{name}#{i}";
        _handlers.Add((unique, create));
    }

    /// <summary>Whether the application has registered the type, by itself or as an open generic one.</summary>
    public bool IsRegistered<T>() => Find(typeof(T)) is not null;

    private bool IsSingleton<T>() => Find(typeof(T))?.Lifetime == ServiceLifetime.Singleton;

    // As dependency injection looks it up: the last registration of the type, else of its generic definition.
    private ServiceDescriptor? Find(Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService)
        ?? (type.IsConstructedGenericType ? Find(type.GetGenericTypeDefinition()) : null);
}

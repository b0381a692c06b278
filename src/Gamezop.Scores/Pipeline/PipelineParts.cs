using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>What was added to the builder, in order, until the pipeline is built from it.</summary>
internal sealed class PipelineParts(IServiceCollection services)
{
    private readonly Registrations _registrations = new(services);
    private readonly List<(string Name, Func<string, IServiceProvider, HandlerSlot> Create)> _handlers = [];
    private readonly List<Func<IServiceProvider, Func<ScoreDelegate, ScoreDelegate>>> _filters = [];

    // Not by the full name: of a generic type that has the versions of its arguments' assemblies, and with the next one nobody would have the name that waiting deliveries are kept under.
    public void AddHandler<T>(GameState[] states)
        where T : class, IScoreHandler =>
        Add(typeof(T).ToString(), (name, root) => new TypedHandler<T>(name, states, _registrations.InstancesOf<T>(root)));

    public void AddHandler(string name, GameState[] states, Func<ScoreContext, CancellationToken, ValueTask> handle) =>
        Add(name, (unique, _) => new DelegateHandler(unique, states, handle));

    public void AddFilter<T>()
        where T : class, IScoreFilter =>
        Wrap(root =>
        {
            var instance = _registrations.InstancesOf<T>(root);
            return next => (context, cancellationToken) => instance(context).InvokeAsync(context, next, cancellationToken);
        });

    public void Wrap(Func<IServiceProvider, Func<ScoreDelegate, ScoreDelegate>> filter) => _filters.Add(filter);

    public IReadOnlyList<HandlerSlot> CreateHandlers(IServiceProvider root) => [.. _handlers.Select(handler => handler.Create(handler.Name, root))];

    /// <summary>Puts the filters around the inner end of an event's way, the first one added outermost; null where there are none.</summary>
    public Func<ScoreDelegate, ScoreDelegate>? CreateFilters(IServiceProvider root)
    {
        Func<ScoreDelegate, ScoreDelegate>[] innermostFirst = [.. Enumerable.Reverse(_filters).Select(create => create(root))];
        return innermostFirst.Length == 0 ? null : core => innermostFirst.Aggregate(core, (next, filter) => filter(next));
    }

    private void Add(string name, Func<string, IServiceProvider, HandlerSlot> create)
    {
        var unique = name;
        for (var i = 2; _handlers.Any(handler => handler.Name == unique); i++)
            unique = $"{name}#{i}";
        _handlers.Add((unique, create));
    }

    /// <summary>Whether the application has registered the type, by itself or as an open generic one.</summary>
    public bool IsRegistered<T>() => _registrations.Contains(typeof(T));
}

using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>What was added to the builder, in order, until the pipeline is built from it.</summary>
internal sealed class PipelineParts(IServiceCollection services)
{
    private readonly Registrations _registrations = new(services);
    private readonly List<(ScoreHandlerOptions Options, Func<IServiceProvider, HandlerSlot> Create)> _handlers = [];
    private readonly List<Func<IServiceProvider, Func<ScoreDelegate, ScoreDelegate>>> _filters = [];

    // ToString(), not FullName: the full name of a closed generic type contains assembly versions, so an upgrade would orphan stored positions.
    public void AddHandler<T>(Action<ScoreHandlerOptions>? configure = null)
        where T : class, IScoreHandler
    {
        Add(typeof(T).ToString(), configure, (options, root) => new TypedHandler<T>(options, _registrations.InstancesOf<T>(root)));
        _registrations.AddRole(typeof(T));
    }

    public void AddHandler(string name, Func<ScoreContext, CancellationToken, ValueTask> handle, Action<ScoreHandlerOptions>? configure = null) =>
        Add(name, configure, (options, _) => new DelegateHandler(options, handle));

    public void AddFilter<T>()
        where T : class, IScoreFilter
    {
        Wrap(root =>
        {
            var instance = _registrations.InstancesOf<T>(root);
            return next => (context, cancellationToken) => instance(context).InvokeAsync(context, next, cancellationToken);
        });
        _registrations.AddRole(typeof(T));
    }

    public void Wrap(Func<IServiceProvider, Func<ScoreDelegate, ScoreDelegate>> filter) => _filters.Add(filter);

    /// <summary>Creates the handlers, in order of registration.</summary>
    /// <exception cref="InvalidOperationException">Two of them have the same name.</exception>
    public IReadOnlyList<HandlerSlot> CreateHandlers(IServiceProvider root)
    {
        if (_handlers.GroupBy(handler => handler.Options.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException(
                $"Two handlers have the name '{twice.Key}'. Give one of them another: AddHandler<T>(options => options.Name = \"…\").");
        return [.. _handlers.Select(handler => handler.Create(root))];
    }

    /// <summary>Puts the filters around the inner end of an event's way, the first one added outermost; null where there are none.</summary>
    public Func<ScoreDelegate, ScoreDelegate>? CreateFilters(IServiceProvider root)
    {
        Func<ScoreDelegate, ScoreDelegate>[] innermostFirst = [.. Enumerable.Reverse(_filters).Select(create => create(root))];
        return innermostFirst.Length == 0 ? null : core => innermostFirst.Aggregate(core, (next, filter) => filter(next));
    }

    private void Add(string name, Action<ScoreHandlerOptions>? configure, Func<ScoreHandlerOptions, IServiceProvider, HandlerSlot> create)
    {
        var options = new ScoreHandlerOptions { Name = name };
        configure?.Invoke(options);
        if (options.Problem is { } problem)
            throw new ArgumentException($"Handler '{options.Name}': {problem}", nameof(configure));
        _handlers.Add((options, root => create(options, root)));
    }

    /// <summary>Whether the application has registered the type, by itself or as an open generic one.</summary>
    public bool IsRegistered<T>() => _registrations.Contains(typeof(T));
}

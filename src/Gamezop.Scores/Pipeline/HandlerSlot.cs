namespace Gamezop.Scores;

/// <summary>One registered handler: its options, and how it is called.</summary>
internal abstract class HandlerSlot(ScoreHandlerOptions options)
{
    private readonly uint _states = options.States.Count == 0 ? uint.MaxValue : options.States.Aggregate(0u, (mask, state) => mask | (1u << (int)state));

    public ScoreHandlerOptions Options => options;

    /// <summary>Unique among the handlers and stable across restarts: positions are kept under it.</summary>
    public string Name => options.Name;

    /// <summary>Whether several events at once are better than one by one.</summary>
    public abstract bool IsBatch { get; }

    public bool WantsAll => _states == uint.MaxValue;

    public bool Wants(GameState state) => (_states & (1u << (int)state)) != 0;

    public abstract ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken);

    /// <summary>Handles several events in one call; the services are those of the first context.</summary>
    public virtual ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Name} takes events one by one.");
}

namespace Gamezop.Scores;

/// <summary>One registered handler: its name, the states it wants, and how it is called.</summary>
internal abstract class HandlerSlot(string name, GameState[] states)
{
    private readonly uint _states = states.Length == 0 ? uint.MaxValue : states.Aggregate(0u, (mask, state) => mask | (1u << (int)state));

    /// <summary>Unique among the handlers and stable across restarts: deliveries that wait are kept under it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether several events at once are better than one by one.</summary>
    public abstract bool IsBatch { get; }

    public bool Wants(GameState state) => (_states & (1u << (int)state)) != 0;

    public abstract ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken);

    /// <summary>Handles several events in one call; the services are those of the first context.</summary>
    public virtual ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken) => throw new NotSupportedException($"{Name} takes events one by one.");
}

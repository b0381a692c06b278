namespace Gamezop.Scores;

/// <summary>A handler that is a lambda.</summary>
internal sealed class DelegateHandler(string name, GameState[] states, Func<ScoreContext, CancellationToken, ValueTask> handle) : HandlerSlot(name, states)
{
    public override bool IsBatch => false;

    public override ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => handle(context, cancellationToken);
}

namespace Gamezop.Scores;

/// <summary>A handler that is a lambda.</summary>
internal sealed class DelegateHandler(ScoreHandlerOptions options, Func<ScoreContext, CancellationToken, ValueTask> handle) : HandlerSlot(options)
{
    public override bool IsBatch => false;

    public override ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => handle(context, cancellationToken);
}

namespace Gamezop.Scores;

/// <summary>A handler from dependency injection.</summary>
internal sealed class TypedHandler<T>(ScoreHandlerOptions options, Func<ScoreContext, T> instance) : HandlerSlot(options)
    where T : class, IScoreHandler
{
    public override bool IsBatch => typeof(T).IsAssignableTo(typeof(IScoreBatchHandler));

    public override ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) =>
        instance(context).HandleAsync(context, cancellationToken);

    public override ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken) =>
        instance(batch[0]) is IScoreBatchHandler handler
            ? handler.HandleAsync(batch, cancellationToken)
            : base.HandleAsync(batch, cancellationToken);
}

using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>A handler from dependency injection: a singleton from <paramref name="root"/>, once and without a scope; any other from the event's scope.</summary>
internal sealed class TypedHandler<T>(ScoreHandlerOptions options, IServiceProvider? root) : HandlerSlot(options)
    where T : class, IScoreHandler
{
    private T? _singleton;

    public override bool IsBatch => typeof(T).IsAssignableTo(typeof(IScoreBatchHandler));

    public override ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => For(context).HandleAsync(context, cancellationToken);

    public override ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken) =>
        For(batch[0]) is IScoreBatchHandler handler ? handler.HandleAsync(batch, cancellationToken) : base.HandleAsync(batch, cancellationToken);

    private T For(ScoreContext context) => root is null ? context.Services.GetRequiredService<T>() : _singleton ??= root.GetRequiredService<T>();
}

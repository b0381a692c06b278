namespace Gamezop.Scores;

/// <summary>
/// A handler that is faster on many events at once, e.g. because it writes them in one transaction. Added by <c>AddHandler&lt;T&gt;()</c>
/// as any other.
/// </summary>
/// <remarks>
/// Without a store each batch holds one event. With a store a batch that throws is handed over again in halves, until the poisonous
/// event is alone: only that counts as an attempt. What <see cref="IScoreHandler"/> says of repetition, lifetime and cancellation holds here too.
/// </remarks>
public interface IScoreBatchHandler : IScoreHandler
{
    /// <summary>Handles a batch: all of it, or throws.</summary>
    /// <param name="batch">At least one event; those of one user in order of arrival.</param>
    /// <param name="cancellationToken">As for <see cref="IScoreHandler.HandleAsync"/>.</param>
    /// <returns>A task that ends when every event is handled.</returns>
    ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken);

    /// <inheritdoc/>
    ValueTask IScoreHandler.HandleAsync(ScoreContext context, CancellationToken cancellationToken) => HandleAsync([context], cancellationToken);
}

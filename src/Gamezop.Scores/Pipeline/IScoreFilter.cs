namespace Gamezop.Scores;

/// <summary>Runs around the handlers of every event, in order of registration: the first one added is the outermost.</summary>
/// <remarks>
/// A filter runs once per attempt of an event. It may return without calling <c>next</c>: the event then counts as handled.
/// With a store it runs around each handler by itself; of a batch, around each event, and the batch handler is called for those events
/// whose filters have called <c>next</c>.
/// A filter that waits for something that another event of the batch holds, such as a lock, does not hold up the others: its event is in the next call.
/// What it throws before calling <c>next</c> is a failure of every handler that was to run.
/// </remarks>
public interface IScoreFilter
{
    /// <summary>Does its part and calls <paramref name="next"/> at most once.</summary>
    /// <param name="context">The event under way; <see cref="ScoreContext.Items"/> carries what filters and handlers share.</param>
    /// <param name="next">The next filter, or the handlers.</param>
    /// <param name="cancellationToken">As for <see cref="IScoreHandler.HandleAsync"/>.</param>
    /// <returns>A task that ends when the filter and all behind it are done.</returns>
    ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken);
}

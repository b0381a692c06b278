namespace Gamezop.Scores;

/// <summary>Runs around the handlers of every event, in order of registration: the first one added is the outermost.</summary>
/// <remarks>
/// A filter runs once per attempt of an event. It may return without calling <c>next</c>: the event then counts as handled.
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

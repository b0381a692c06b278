namespace Gamezop.Scores;

/// <summary>The rest of the pipeline, from one filter's point of view.</summary>
/// <param name="context">The event under way.</param>
/// <param name="cancellationToken">The token the filter was given, or one linked to it.</param>
/// <returns>A task that ends when the rest has run; it fails when a handler failed.</returns>
public delegate ValueTask ScoreDelegate(ScoreContext context, CancellationToken cancellationToken);

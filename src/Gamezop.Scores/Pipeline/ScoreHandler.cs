namespace Gamezop.Scores;

/// <summary>A handler with one method for each <see cref="GameState"/>: override those that matter. The others do nothing.</summary>
public abstract class ScoreHandler : IScoreHandler
{
    /// <inheritdoc/>
    public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Event.State switch
        {
            GameState.Loaded => OnLoadedAsync(context, cancellationToken),
            GameState.Start => OnStartAsync(context, cancellationToken),
            GameState.Playing => OnPlayingAsync(context, cancellationToken),
            GameState.LevelUp => OnLevelUpAsync(context, cancellationToken),
            GameState.Over => OnOverAsync(context, cancellationToken),
            _ => OnUnknownAsync(context, cancellationToken),
        };
    }

    /// <summary>The game has loaded. The score is 0.</summary>
    /// <param name="context">The event.</param>
    /// <param name="cancellationToken">As for <see cref="IScoreHandler.HandleAsync"/>.</param>
    /// <returns>A task that ends when the event is handled.</returns>
    protected virtual ValueTask OnLoadedAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A new game play begins. Score and duration are 0.</summary>
    /// <inheritdoc cref="OnLoadedAsync"/>
    protected virtual ValueTask OnStartAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The score changed during play.</summary>
    /// <inheritdoc cref="OnLoadedAsync"/>
    protected virtual ValueTask OnPlayingAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A level was completed.</summary>
    /// <inheritdoc cref="OnLoadedAsync"/>
    protected virtual ValueTask OnLevelUpAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The game play ended; the score is its final one.</summary>
    /// <inheritdoc cref="OnLoadedAsync"/>
    protected virtual ValueTask OnOverAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A state that this version does not know: see <see cref="ScoreEvent.RawState"/>.</summary>
    /// <inheritdoc cref="OnLoadedAsync"/>
    protected virtual ValueTask OnUnknownAsync(ScoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

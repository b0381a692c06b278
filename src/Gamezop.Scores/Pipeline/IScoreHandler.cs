namespace Gamezop.Scores;

/// <summary>
/// What a publisher does with each score. Added with <c>AddHandler&lt;T&gt;()</c>; resolved from dependency injection with the
/// lifetime it is registered with (scoped unless registered otherwise before).
/// </summary>
/// <remarks>
/// An event can come more than once: Gamezop may repeat a delivery, and one that failed is tried again. Make the effect
/// idempotent by <see cref="ScoreContext.EventId"/>. Handlers must be safe for use by several threads when they are singletons.
/// </remarks>
public interface IScoreHandler
{
    /// <summary>Handles one event. Returning means handled, for good.</summary>
    /// <param name="context">The event and what is known about its delivery.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the host gives up on a graceful shutdown or, with a store, when the handler's time limit has passed; never by Gamezop's hanging up.
    /// </param>
    /// <returns>A task that ends when the event is handled.</returns>
    /// <exception cref="ScoreDeferredException">Not now: the event waits and comes again, without using an attempt. Without a store the
    /// call is answered 503.</exception>
    /// <exception cref="Exception">
    /// Anything else thrown means not handled. Without a store the other handlers still run, then the call is answered 500 and Gamezop may repeat it;
    /// with one, this handler alone is tried again later and other handlers are not affected.
    /// </exception>
    ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken);
}

namespace Gamezop.Scores.Competitions;

/// <summary>What a publisher does when a window has closed: announce, pay, archive. Register implementations in dependency injection.</summary>
public interface ILeaderboardHandler
{
    /// <summary>A window's ranks are final. Read them with <see cref="ILeaderboards"/>, by the window's key.</summary>
    /// <param name="window">Which window.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the host stops, and the call then comes again after the next start; and after 30 seconds, from when on nothing waits for it. It has failed, unless it ends well all the same:
    /// a call that does not return holds up nothing but its own window.
    /// </param>
    /// <returns>A task that ends when everything is done. Then it is not called again for this window.</returns>
    /// <exception cref="Exception">Anything thrown means not done: all handlers are called again for this window, later and later. Make the effect idempotent by <see cref="ClosedLeaderboardWindow.Key"/>.</exception>
    ValueTask WindowClosedAsync(ClosedLeaderboardWindow window, CancellationToken cancellationToken);
}

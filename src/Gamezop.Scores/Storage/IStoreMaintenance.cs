namespace Gamezop.Scores.Storage;

/// <summary>
/// An engine's upkeep that an operator asks for. An engine that keeps files has one for each of them; all of them are run by
/// <c>IPlayers.MaintainAsync</c>.
/// </summary>
public interface IStoreMaintenance
{
    /// <summary>
    /// Leaves nothing in the file, or in the logs beside it, of what has been removed: removing a row alone only gives its place free. What is to be
    /// written meanwhile waits.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; it may go on nevertheless.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="ScoreInboxException">It cannot be done for now; nothing is lost, and it may be called again.</exception>
    ValueTask MaintainAsync(CancellationToken cancellationToken);
}

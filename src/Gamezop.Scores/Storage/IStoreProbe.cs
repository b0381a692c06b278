namespace Gamezop.Scores.Storage;

/// <summary>
/// A store that can be asked whether it could be written to now. Registered in dependency injection by packages of stores, once for each store.
/// </summary>
public interface IStoreProbe
{
    /// <summary>
    /// What operators have to know although the store can be written to, as a sentence; null as a rule. Health is degraded meanwhile. Asked each time
    /// that health is.
    /// </summary>
    string? Warning => null;

    /// <summary>
    /// Writes something that changes nothing. Called every half minute, and every few seconds while the store is in trouble: what hinders an ordinary
    /// write must make this
    /// one fail, with a message for operators.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when it is durable.</returns>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}

namespace Gamezop.Scores;

/// <summary>
/// The handlers that the event log keeps positions for: for the publisher's operators. From dependency injection, when a store is in use.
/// </summary>
public interface IConsumers
{
    /// <summary>Lists all consumers, by name. The figures may be some seconds old.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The consumers, those that no node has any more included.</returns>
    /// <exception cref="ScoreInboxException">The store cannot be used for now. So for all methods.</exception>
    ValueTask<IReadOnlyList<ConsumerInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes a consumer that no node has any more, with all that waits for it: its retries, dead letters and quarantined events too.</summary>
    /// <param name="name">Its <see cref="ConsumerInfo.Name"/>.</param>
    /// <param name="audit">Who does it, and why.</param>
    /// <param name="cancellationToken">Cancels the wait; the change may be made nevertheless.</param>
    /// <returns>What became of it.</returns>
    ValueTask<ConsumerChange> DropAsync(string name, AuditInfo audit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands what waits for a consumer that no node has any more to another name, e.g. after its class was renamed. A handler that has the
    /// new name already goes on from the
    /// earlier one of both positions, so that some events come to it again.
    /// </summary>
    /// <param name="name">Its <see cref="ConsumerInfo.Name"/>.</param>
    /// <param name="newName">The other name.</param>
    /// <param name="audit">Who does it, and why.</param>
    /// <param name="cancellationToken">Cancels the wait; the change may be made nevertheless.</param>
    /// <returns>What became of it.</returns>
    ValueTask<ConsumerChange> RenameAsync(string name, string newName, AuditInfo audit, CancellationToken cancellationToken = default);

    /// <summary>Reads the records of dropped and renamed consumers, the newest first.</summary>
    /// <param name="max">The maximum number of records: 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The records.</returns>
    ValueTask<IReadOnlyList<ConsumerAudit>> ListAuditAsync(int max = 100, CancellationToken cancellationToken = default);
}

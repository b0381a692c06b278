namespace Gamezop.Scores.Storage;

/// <summary>An engine's side of <see cref="IConsumers"/>. What <see cref="IEventLog"/> says of durability and errors holds here too.</summary>
public interface IConsumerStore
{
    /// <summary>
    /// Removes a consumer: its positions, retries, dead letters and quarantined events, and that events were released for it, with an audit record in the
    /// same step. The events themselves stay in the log, for they belong to all.
    /// </summary>
    /// <param name="name">The consumer.</param>
    /// <param name="audit">Who does it, and why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What became of it; <see cref="ConsumerChange.InUse"/> while a live node has a consumer of that name.</returns>
    ValueTask<ConsumerChange> DropConsumerAsync(string name, AuditInfo audit, CancellationToken cancellationToken);

    /// <summary>
    /// Hands all that a consumer has to another name, with an audit record in the same step. Where there is a consumer of the new name
    /// already, it goes on from the earlier one of the two positions in each partition (some events come to it again), gets the retries, dead letters and
    /// quarantined events that it has not itself, and its leases end: their epochs rise. What was released for the one is released for the other.
    /// </summary>
    /// <param name="name">The consumer.</param>
    /// <param name="newName">The name that a node has, or will have.</param>
    /// <param name="audit">Who does it, and why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What became of it; <see cref="ConsumerChange.InUse"/> while a live node has a consumer of the old name.</returns>
    ValueTask<ConsumerChange> RenameConsumerAsync(string name, string newName, AuditInfo audit, CancellationToken cancellationToken);

    /// <summary>Reads the audit records of dropped and renamed consumers, the newest first.</summary>
    /// <param name="max">The maximum number of records.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The records.</returns>
    ValueTask<IReadOnlyList<ConsumerAudit>> ListConsumerAuditAsync(int max, CancellationToken cancellationToken);
}

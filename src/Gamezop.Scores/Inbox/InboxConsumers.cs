using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>The operators' side of the consumers, over any engine.</summary>
internal sealed class InboxConsumers(IEventLog log, IConsumerStore store, ConsumerGroup consumers) : IConsumers
{
    public async ValueTask<IReadOnlyList<ConsumerInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        (await log.GetStatisticsAsync(cancellationToken)).Consumers;

    public ValueTask<ConsumerChange> DropAsync(string name, AuditInfo audit, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(audit);
        return store.DropConsumerAsync(name, audit, cancellationToken);
    }

    public async ValueTask<ConsumerChange> RenameAsync(string name, string newName, AuditInfo audit, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(newName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newName.Length, 256, nameof(newName));
        ArgumentNullException.ThrowIfNull(audit);
        var change = await store.RenameConsumerAsync(name, newName, audit, cancellationToken);
        // A consumer of the new name on this node has lost its leases, and takes them again from the new positions on.
        if (change == ConsumerChange.Done)
        {
            try
            {
                await consumers.HeartbeatAsync(cancellationToken);
            }
            catch (ScoreInboxException)
            {
                // It is renamed. The next heartbeat does the rest, and reports what hinders it.
            }
        }

        return change;
    }

    public ValueTask<IReadOnlyList<ConsumerAudit>> ListAuditAsync(int max = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1_000);
        return store.ListConsumerAuditAsync(max, cancellationToken);
    }
}

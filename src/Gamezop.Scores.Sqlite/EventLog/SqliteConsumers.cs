using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>Consumers of the log: nodes, leases, commits, retries, and what operators do with consumers.</summary>
internal sealed class SqliteConsumers(EventLogDatabase database) : IConsumerStore
{
    /// <summary>A consumer that no node has for less than this is being restarted.</summary>
    private static readonly TimeSpan RestartTime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// For so long a commit waits for an append whose transaction it shares: a transaction of its own would hold up the next append.
    /// </summary>
    private static readonly TimeSpan AlongTime = TimeSpan.FromMilliseconds(5);

    public async ValueTask<LogCluster> RenewAsync(
        string node, IReadOnlyList<ConsumerRegistration> consumers, TimeSpan duration, CancellationToken cancellationToken)
    {
        _ = database.Tail;
        var names = consumers.Select(consumer => consumer.Name).ToList();
        if (TryRenew() is { } cluster)
            return cluster;
        // A consumer that no node has may be dropped or renamed at this moment. The writer does one after the other.
        await database.WriteConsumersAsync(
            (session, table) =>
            {
                var (last, now) = (database.LastInTransaction, database.KeepTime(session));
                foreach (var consumer in consumers)
                {
                    session[EventLogSql.AddConsumer].Execute(consumer.Name, consumer.StartFrom == StartFrom.End ? last : 0L, last, now);
                    session[EventLogSql.SetFound].Execute(consumer.Name, last, now - RestartTime.Ticks);
                }
                foreach (var missed in table.Missed(node, names, database.Clock.Elapsed.Ticks))
                    session[EventLogSql.SetMissing].Execute(missed.Name, now);
                return true;
            },
            cancellationToken,
            (table, _) => Renew(table));
        return database.Locked(table => Renew(table));

        LogCluster? TryRenew() => database.Locked(table =>
        {
            var now = database.Clock.Elapsed.Ticks;
            return table.IsSettled(node, names, now) ? Renew(table) : null;
        });

        LogCluster Renew(ConsumerTable table)
        {
            var now = database.Clock.Elapsed.Ticks;
            return table.Renew(node, names, now, now + duration.Ticks);
        }
    }

    public async ValueTask<IReadOnlyList<ConsumerLease>> AcquireAsync(
        string node, string consumer, IReadOnlyList<int> partitions, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!partitions.Contains(0) || !database.Locked(table => IsFree(table)))
            return [];
        // By the writer: a commit of the lease before has then happened, or is refused. One in the same transaction is in the file, and not in memory yet.
        return await database.WriteConsumersAsync<IReadOnlyList<ConsumerLease>>(
            (session, table) =>
            {
                if (!IsFree(table))
                    return [];
                var state = table.Find(consumer)!;
                session[EventLogSql.RaiseEpoch].Execute(consumer, state.Epoch);
                var position = new LogPosition(0, session[EventLogSql.PositionOf].Number(consumer)!.Value);
                return [new ConsumerLease { Consumer = consumer, Partition = 0, Epoch = state.Epoch + 1, Position = position }];
            },
            cancellationToken,
            (table, leases) =>
            {
                if (leases.Count > 0)
                    (table.Find(consumer)!.Owner, table.Find(consumer)!.Until) = (node, database.Clock.Elapsed.Ticks + duration.Ticks);
            });

        bool IsFree(ConsumerTable table) => table.Find(consumer) is { } state && state.IsFreeFor(node, database.Clock.Elapsed.Ticks);
    }

    public void Release(IReadOnlyList<ConsumerLease> leases) => database.Locked(table =>
    {
        foreach (var lease in leases)
            if (table.Find(lease.Consumer) is { } consumer && consumer.Epoch == lease.Epoch)
                consumer.Owner = null;
        return true;
    });

    public void Leave(string node) => database.Locked(table =>
    {
        table.Leave(node);
        return true;
    });

    public async ValueTask<IReadOnlyList<bool>> CommitAsync(
        IReadOnlyList<ConsumerCommit> commits, CancellationToken cancellationToken) => await database.WriteAlongAsync(
        session =>
        {
            var setsRetries = commits.Any(commit => commit.Outcomes.Any(outcome => outcome.Kind is EventOutcomeKind.Retry or EventOutcomeKind.PutAside));
            var now = setsRetries ? database.KeepTime(session) : database.Clock.Now.UtcTicks;
            // Epochs and positions change on this thread alone.
            return commits.Select(commit => FindCurrent(commit.Lease) is { } consumer && Commit(session, commit, consumer.Position, now)).ToArray();
        },
        Task.Delay(AlongTime, TimeProvider.System, CancellationToken.None),
        results => database.Locked(table =>
        {
            for (var i = 0; i < results.Length; i++)
                if (results[i])
                    table.Find(commits[i].Lease.Consumer)!.Pass(commits[i].Position.Minor);
            return true;
        }),
        cancellationToken);

    public IReadOnlyList<LogRetry> ReadRetries(RetryQuery query) => database.Read(session =>
    {
        var retries = new List<LogRetry>();
        if (!query.Partitions.Contains(0))
            return retries;
        using var rows = session[query.PutAsideOnly ? EventLogSql.PutAside : EventLogSql.DueRetries].Query(
            query.Consumer, database.Clock.Now.UtcTicks, (long)query.Max + query.Excluding.Count);
        while (retries.Count < query.Max && rows.Read())
        {
            var position = new LogPosition(0, rows.GetInt64(0));
            if (!query.Excluding.Contains((0, position)))
                retries.Add(new LogRetry
                {
                    Partition = 0,
                    Position = position,
                    Event = EventRows.ReadEvent(rows),
                    Attempts = rows.GetInt32(9),
                    ReplayId = rows.GetInt64(10),
                });
        }

        return retries;
    });

    public ValueTask<ConsumerChange> DropConsumerAsync(string name, AuditInfo audit, CancellationToken cancellationToken) => ChangeAsync(
        name,
        null,
        audit,
        session => session[EventLogSql.RemoveDeadLetters].Execute(name),
        cancellationToken);

    public ValueTask<ConsumerChange> RenameConsumerAsync(string name, string newName, AuditInfo audit, CancellationToken cancellationToken) => ChangeAsync(
        name,
        newName,
        audit,
        session =>
        {
            session[EventLogSql.InheritPosition].Execute(name, newName, database.LastInTransaction);
            session[EventLogSql.InheritRetries].Execute(name, newName);
            session[EventLogSql.InheritDeadLetters].Execute(name, newName);
            session[EventLogSql.RemoveDeadLetters].Execute(name);
            session[EventLogSql.InheritQuarantined].Execute(name, newName);
            session[EventLogSql.InheritReleases].Execute(name, newName);
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<ConsumerAudit>> ListConsumerAuditAsync(int max, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var audits = new List<ConsumerAudit>();
        using var rows = session[EventLogSql.Audits].Query(max);
        while (rows.Read())
            audits.Add(new ConsumerAudit
            {
                At = EventRows.ToTime(rows.GetInt64(0)),
                Name = rows.GetString(1),
                NewName = rows.GetStringOrNull(2),
                Actor = rows.GetString(3),
                Reason = rows.GetString(4),
            });
        return audits;
    }));

    private static bool Commit(SqliteSession session, ConsumerCommit commit, long committed, long now)
    {
        var (name, position) = (commit.Lease.Consumer, commit.Position.Minor);
        foreach (var outcome in commit.Outcomes)
        {
            var replay = session[EventLogSql.ReplayOfRetry].Number(name, outcome.Position.Minor);
            // What the consumer has passed before, and has no retry of, belongs to a commit that is repeated.
            if (replay is null ? outcome.ReplayId == 0 && outcome.Position.Minor > committed : replay == outcome.ReplayId)
                Settle(session, name, outcome, replay is not null, now);
        }

        if (position > committed)
            session[EventLogSql.SetPosition].Execute(name, position);
        return true;
    }

    private static void Settle(SqliteSession session, string name, EventOutcome outcome, bool hasRetry, long now)
    {
        var number = outcome.Position.Minor;
        switch (outcome.Kind)
        {
            case EventOutcomeKind.Done:
                session[EventLogSql.RemoveRetry].Execute(name, number);
                break;
            case EventOutcomeKind.Retry when hasRetry:
                session[EventLogSql.ChangeRetry].Execute(name, number, outcome.Attempts, now + outcome.Delay.Ticks, now);
                break;
            case EventOutcomeKind.Retry:
                session[EventLogSql.AddRetry].Execute(name, number, outcome.Attempts, now + outcome.Delay.Ticks, false);
                break;
            case EventOutcomeKind.DeadLetter:
                session[EventLogSql.RemoveRetry].Execute(name, number);
                session[EventLogSql.AddDeadLetter].Execute(number, name, outcome.Attempts, outcome.Error ?? "", now);
                break;
            case EventOutcomeKind.PutAside when !hasRetry:
                session[EventLogSql.AddRetry].Execute(name, number, 0, now, true);
                break;
        }
    }

    private ConsumerTable.Entry? FindCurrent(ConsumerLease lease) => database.Locked(table =>
        lease.Partition == 0 && table.Find(lease.Consumer) is { } consumer && consumer.Epoch == lease.Epoch ? consumer : null);

    private async ValueTask<ConsumerChange> ChangeAsync(
        string name, string? newName, AuditInfo audit, Action<SqliteSession> change, CancellationToken cancellationToken) =>
        await database.WriteConsumersAsync(
            (session, table) =>
            {
                if (table.Find(name) is null)
                    return ConsumerChange.NotFound;
                if (name == newName)
                    return ConsumerChange.Done;
                if (table.IsLive(name, database.Clock.Elapsed.Ticks))
                    return ConsumerChange.InUse;
                change(session);
                session[EventLogSql.RemoveRetries].Execute(name);
                session[EventLogSql.RemoveQuarantinedFor].Execute(name);
                session[EventLogSql.RemoveReleases].Execute(name);
                session[EventLogSql.RemoveConsumer].Execute(name);
                session[EventLogSql.AddAudit].Execute(database.Clock.Now.UtcTicks, name, newName, audit.Actor, audit.Reason);
                return ConsumerChange.Done;
            },
            cancellationToken);
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>The quarantined events, in the event log's file.</summary>
internal sealed class SqliteQuarantine(EventLogDatabase database) : IQuarantineStore
{
    public async ValueTask<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session =>
            {
                var id = Convert.FromHexString(storedEvent.EventId);
                if (session[EventLogSql.KnowsQuarantined].Number(id, reason) is not null)
                    return true;
                if (!HasRoom(session, storedEvent.UserId, reason, capacity, capacityPerUser))
                    return false;
                var receivedAt = storedEvent.ReceivedAt == default ? database.Clock.Now : storedEvent.ReceivedAt.UtcTicks;
                session[EventLogSql.Quarantine].Execute(
                    id, reason, storedEvent.UserId, storedEvent.Source, storedEvent.TraceParent, receivedAt, storedEvent.Body, handler);
                return true;
            },
            cancellationToken,
            refusable: handler is null);

    public ValueTask<bool> HasRoomAsync(string userId, string reason, int capacity, int capacityPerUser, CancellationToken cancellationToken) =>
        new(database.Read(session => HasRoom(session, userId, reason, capacity, capacityPerUser)));

    public ValueTask<QuarantineUsage> GetUsageAsync(int capacityPerUser, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var events = new Dictionary<string, long>();
        using (var rows = session[EventLogSql.QuarantineReasons].Query())
            while (rows.Read())
                events.Add(rows.GetString(0), rows.GetInt64(1));
        return new QuarantineUsage { Events = events, FullUsers = session[EventLogSql.QuarantineFullUsers].Number(capacityPerUser)!.Value };
    }));

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync(
        string? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var entries = new List<QuarantinedEvent>();
        using var rows = session[EventLogSql.QuarantinedAfter].Query(EventRows.ToNumber(after), max);
        while (rows.Read())
            entries.Add(new QuarantinedEvent
            {
                Id = EventRows.ToId(rows.GetInt64(0)),
                Event = EventRows.ReadEvent(rows),
                Reason = rows.GetString(8),
                Handler = rows.GetStringOrNull(9),
            });
        return entries;
    }));

    public async ValueTask<int> ReleaseQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => (await database.WriteAsync(
        session =>
        {
            var marked = new List<long>();
            var count = ids.Select(EventRows.ToNumber).Sum(number => Release(session, number, marked));
            return (Count: count, Marked: marked, Last: database.LastInTransaction);
        },
        cancellationToken,
        released =>
        {
            database.Tail.Add(released.Last, []);
            database.Tail.Forget(released.Marked);
        })).Count;

    public async ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => ids.Sum(id => session[EventLogSql.RemoveQuarantined].Execute(EventRows.ToNumber(id))), cancellationToken);

    // The user '' stands for all of a reason.
    private static bool HasRoom(SqliteSession session, string userId, string reason, int capacity, int capacityPerUser) =>
        (session[EventLogSql.QuarantinedOf].Number(reason, userId) ?? 0) < capacityPerUser
        && (session[EventLogSql.QuarantinedOf].Number(reason, "") ?? 0) < capacity;

    private int Release(SqliteSession session, long number, List<long> marked)
    {
        var added = session[EventLogSql.Release].Execute(number, database.LastInTransaction + 1);
        database.LastInTransaction += added;
        if (added == 0 && ReadKeptFromOne(session, number) is var (kept, consumer))
        {
            session[EventLogSql.MarkReleased].Execute(kept);
            session[EventLogSql.AddRetry].Execute(consumer, kept, 0, database.Clock.Now);
            marked.Add(kept);
        }
        return session[EventLogSql.RemoveQuarantined].Execute(number);
    }

    private static (long Event, string Consumer)? ReadKeptFromOne(SqliteSession session, long number)
    {
        using var rows = session[EventLogSql.KeptFromOne].Query(number);
        return rows.Read() ? (rows.GetInt64(0), rows.GetString(1)) : null;
    }
}

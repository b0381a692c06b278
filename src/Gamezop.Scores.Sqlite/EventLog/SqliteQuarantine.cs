using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>The quarantined events, in the event log's file.</summary>
internal sealed class SqliteQuarantine(EventLogDatabase database) : IQuarantineStore
{
    /// <summary>The user that stands for all of a reason.</summary>
    private const string All = "";

    public async ValueTask<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session =>
            {
                var id = Convert.FromHexString(storedEvent.EventId);
                // What was accepted is not kept from all handlers any more, and what was erased is not kept from a single one.
                if (IsLogged(session, id) == (handler is null) || session[EventLogSql.QuarantinedFor].Number(id, reason, handler) is not null)
                    return true;
                if (!HasRoom(session, id, storedEvent.UserId, reason, capacity, capacityPerUser))
                    return false;
                var receivedAt = storedEvent.ReceivedAt == default ? database.Clock.Now.UtcTicks : storedEvent.ReceivedAt.UtcTicks;
                session[EventLogSql.Quarantine].Execute(
                    id, reason, storedEvent.UserId, storedEvent.Source, storedEvent.TraceParent, receivedAt, storedEvent.Body, handler);
                return true;
            },
            cancellationToken,
            refusable: handler is null);

    public ValueTask<QuarantineCount> CountAsync(string eventId, string userId, string reason, CancellationToken cancellationToken)
    {
        var id = Convert.FromHexString(eventId);
        return new(database.Read(session => new QuarantineCount
        {
            IsKnown = IsQuarantined(session, id, reason) || IsLogged(session, id),
            OfReason = CountOf(session, reason, All),
            OfUser = CountOf(session, reason, userId),
        }));
    }

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
            entries.Add(Read(rows));
        return entries;
    }));

    public ValueTask<QuarantinedEvent?> GetQuarantinedAsync(string id, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        using var rows = session[EventLogSql.QuarantinedOne].Query(EventRows.ToNumber(id));
        return rows.Read() ? Read(rows) : null;
    }));

    public async ValueTask<int> ReleaseQuarantinedAsync(
        IReadOnlyList<QuarantineRelease> releases, CancellationToken cancellationToken) => (await database.WriteAsync(
        session =>
        {
            var marked = new List<long>();
            var count = releases.Sum(release => Release(session, release, marked));
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

    private static long CountOf(SqliteSession session, string reason, string userId) => session[EventLogSql.QuarantinedOf].Number(reason, userId) ?? 0;

    /// <summary>An event that another handler keeps from itself has its place already.</summary>
    private static bool HasRoom(SqliteSession session, byte[] eventId, string userId, string reason, int capacity, int capacityPerUser) =>
        IsQuarantined(session, eventId, reason) || (CountOf(session, reason, userId) < capacityPerUser && CountOf(session, reason, All) < capacity);

    private static bool IsQuarantined(SqliteSession session, byte[] eventId, string reason) =>
        session[EventLogSql.KnowsQuarantined].Number(eventId, reason) is not null;

    private static bool IsLogged(SqliteSession session, byte[] eventId) => session[EventLogSql.ReceivedAt].Number(eventId) is not null;

    private static QuarantinedEvent Read(SqliteRows rows) => new()
    {
        Id = EventRows.ToId(rows.GetInt64(0)),
        Event = EventRows.ReadEvent(rows),
        Reason = rows.GetString(9),
        Handler = rows.GetStringOrNull(10),
    };

    private int Release(SqliteSession session, QuarantineRelease release, List<long> marked)
    {
        var number = EventRows.ToNumber(release.Id);
        var added = session[EventLogSql.Release].Execute(number, database.LastInTransaction + 1, release.UserId, release.IsGenuine);
        database.LastInTransaction += added;
        if (added == 0 && ReadKeptFromOne(session, number) is var (kept, consumer))
        {
            session[EventLogSql.MarkReleased].Execute(kept, consumer);
            session[EventLogSql.ReleaseToOne].Execute(consumer, kept, database.KeepTime(session), -number);
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

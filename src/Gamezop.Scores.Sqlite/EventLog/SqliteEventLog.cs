using System.Text.Json.Nodes;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>The event log in a SQLite file: one partition, and one process that owns it. Several nodes in that process may share it.</summary>
internal sealed class SqliteEventLog(EventLogDatabase database) : IEventLog
{
    private const int EraseSlice = 20_000;

    /// <summary>Free pages are used again by later events; only what is far more than that goes back to the file system.</summary>
    private const int MaxFreePages = 4_096;

    private readonly SqliteConsumers _consumers = new(database);
    private readonly SqliteStatistics _statistics = new(database);

    public int PartitionCount => 1;

    public ValueTask StartAsync(CancellationToken cancellationToken) => database.StartAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<AppendedEvent>> AppendAsync(
        IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken) => (await database.WriteAsync(
        session => Append(session, events),
        cancellationToken,
        append => database.Tail.Add(append.Last, append.Added),
        intake: true,
        refusable: true)).Results;

    public ValueTask<LogPage> ReadAsync(int partition, LogPosition after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(partition, 0);
        var entries = new List<LogEntry>();
        var last = database.Tail.TakeAfter(after.Minor, max, entries);
        var position = entries.Count > 0 ? entries[^1].Position.Minor : after.Minor;
        if (entries.Count < max && position < last)
            database.Read(session =>
            {
                using var rows = session[EventLogSql.EventsAfter].Query(position, max - entries.Count);
                while (rows.Read())
                    entries.Add(new LogEntry { Position = new LogPosition(0, position = rows.GetInt64(0)), Event = EventRows.ReadEvent(rows) });
                return true;
            });
        // Numbers that are missing up to the last one were removed.
        return new(new LogPage { Entries = entries, Next = new LogPosition(0, entries.Count < max ? Math.Max(position, last) : position) });
    }

    public ValueTask<LedgerPage> ReadLedgerAsync(
        DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var from = receivedFrom.UtcTicks;
        var position = after is null ? (session[EventLogSql.FirstReceivedFrom].Number(from) ?? 0) - 1 : EventRows.ToNumber(after);
        var events = new List<StoredEvent>();
        using (var rows = session[EventLogSql.Ledger].Query(position, from, max))
            while (rows.Read())
            {
                events.Add(EventRows.ReadEvent(rows));
                position = rows.GetInt64(0);
            }
        return new LedgerPage { Events = events, Next = events.Count == 0 && after is null ? null : EventRows.ToId(position) };
    }));

    public ValueTask<LogCluster> RenewAsync(
        string node, IReadOnlyList<ConsumerRegistration> consumers, TimeSpan duration, CancellationToken cancellationToken) =>
        _consumers.RenewAsync(node, consumers, duration, cancellationToken);

    public ValueTask<IReadOnlyList<ConsumerLease>> AcquireAsync(
        string node, string consumer, IReadOnlyList<int> partitions, TimeSpan duration, CancellationToken cancellationToken) =>
        _consumers.AcquireAsync(node, consumer, partitions, duration, cancellationToken);

    public ValueTask ReleaseAsync(IReadOnlyList<ConsumerLease> leases, CancellationToken cancellationToken)
    {
        _consumers.Release(leases);
        return default;
    }

    public ValueTask LeaveAsync(string node, CancellationToken cancellationToken)
    {
        _consumers.Leave(node);
        return default;
    }

    public ValueTask<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<ConsumerCommit> commits, CancellationToken cancellationToken) =>
        _consumers.CommitAsync(commits, cancellationToken);

    public ValueTask<IReadOnlyList<LogRetry>> ReadRetriesAsync(RetryQuery query, CancellationToken cancellationToken) => new(_consumers.ReadRetries(query));

    public ValueTask<DateTimeOffset> GetHorizonAsync(string consumer, CancellationToken cancellationToken)
    {
        // First what is under way: what of it is committed meanwhile is in the file by then.
        var horizon = database.GetAppendHorizon();
        if (database.Locked(table => table.Find(consumer)) is null)
            return new(DateTimeOffset.MinValue);
        var oldest = database.Read(session => session[EventLogSql.OldestWaiting].Number(consumer));
        return new(EventRows.ToTime(Math.Min(horizon, oldest ?? horizon)));
    }

    public async ValueTask<int> PruneAsync(TimeSpan age, IReadOnlyList<string> consumers, int max, CancellationToken cancellationToken)
    {
        var tail = database.Tail;
        if (FindPassedByAll(consumers) is not { } searched)
            return 0;
        // Searched outside the writer, since many pinned events make it long, and looked at once more by it.
        var names = new JsonArray([.. consumers.Select(name => JsonValue.Create(name))]).ToJsonString();
        var latest = database.Clock.Now.UtcTicks - age.Ticks;
        var old = database.Read(session => ReadOld(session[EventLogSql.Prunable].Query(latest, searched, names, max)));
        return await database.WriteAsync(
            session =>
            {
                database.EnsureSame(tail);
                if (FindPassedByAll(consumers) is not { } passed)
                    return 0;
                var pruned = old.Where(one => session[EventLogSql.Prune].Execute(one.Number, passed, names) == 1).ToList();
                foreach (var (number, _) in pruned)
                {
                    session[EventLogSql.RemoveRetriesOf].Execute(number);
                    session[EventLogSql.RemoveReleasesOf].Execute(number);
                }
                if (pruned.Count > 0)
                {
                    session[EventLogSql.SetRemoved].Execute(pruned.Max(one => one.Number));
                    session[EventLogSql.SetKeptFrom].Execute(pruned.Max(one => one.ReceivedAt) + 1);
                }
                if (old.Count < max && session[EventLogSql.FreePages].Number() > MaxFreePages)
                    session[EventLogSql.Shrink].Execute();
                return pruned.Count;
            },
            cancellationToken);
    }

    public ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken) =>
        new(EventRows.ToTime(database.Read(session => session[EventLogSql.KeptFrom].Number()!.Value)));

    public async ValueTask<ErasedEvents> EraseUserAsync(string userId, CancellationToken cancellationToken)
    {
        await database.WriteAsync(session => session[EventLogSql.EraseQuarantined].Execute(userId), cancellationToken);
        var tail = database.Tail;
        var erased = 0;
        // There is no index over users: it would cost every append. The log is searched outside the writer instead, slice by slice.
        var end = tail.Number;
        for (var start = 0L; start < end; start += EraseSlice)
        {
            var numbers = database.Read(session => EventRows.ReadNumbers(session[EventLogSql.OfUser].Query(start, start + EraseSlice, userId)));
            foreach (var chunk in numbers.Chunk(500))
                erased += await database.WriteAsync(session => Erase(session, tail, chunk), cancellationToken, _ => tail.Forget(chunk));
        }
        // What has come there meanwhile.
        await database.WriteAsync(session => session[EventLogSql.EraseQuarantined].Execute(userId), cancellationToken);
        return new ErasedEvents { Count = erased, Through = new LogPosition(0, end) };
    }

    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await database.WriteAsync(
        session =>
        {
            // The new row before the old one goes: for a moment there must be room for both.
            session[EventLogSql.AddProbe].Execute();
            return session[EventLogSql.RemoveProbes].Execute();
        },
        cancellationToken,
        refusable: true);

    public ValueTask<EventLogStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => new(_statistics.Read());

    /// <summary>The number up to which all of the consumers have passed the events; null where one of them is not known.</summary>
    private long? FindPassedByAll(IReadOnlyList<string> consumers) => database.Locked(table =>
    {
        var passed = long.MaxValue;
        foreach (var name in consumers)
        {
            if (table.Find(name) is not { } consumer)
                return (long?)null;
            passed = Math.Min(passed, consumer.Position);
        }

        return passed;
    });

    private static List<(long Number, long ReceivedAt)> ReadOld(SqliteRows rows)
    {
        using (rows)
        {
            var old = new List<(long, long)>();
            while (rows.Read())
                old.Add((rows.GetInt64(0), rows.GetInt64(1)));
            return old;
        }
    }

    private (AppendedEvent[] Results, List<StoredEvent> Added, long Last) Append(SqliteSession session, IReadOnlyList<StoredEvent> events)
    {
        var now = EventRows.ToTime(database.BeginAppend());
        var insert = session[EventLogSql.Append];
        var results = new AppendedEvent[events.Count];
        var added = new List<StoredEvent>(events.Count);
        for (var i = 0; i < results.Length; i++)
        {
            var arrived = events[i];
            var hasTime = arrived.ReceivedAt != default;
            var kept = hasTime ? arrived : arrived.WithReceivedAt(now);
            var id = Convert.FromHexString(kept.EventId);
            var number = database.LastInTransaction + 1;
            if (insert.Execute(number, id, kept.UserId, kept.Source, kept.TraceParent, kept.ReceivedAt.UtcTicks, hasTime, kept.IsReleased, kept.Body) == 1)
            {
                database.LastInTransaction = number;
                added.Add(kept);
                results[i] = new AppendedEvent { IsAdded = true, ReceivedAt = kept.ReceivedAt };
            }
            else
                results[i] = new AppendedEvent { IsAdded = false, ReceivedAt = EventRows.ToTime(session[EventLogSql.ReceivedAt].Number(id)!.Value) };
        }
        return (results, added, database.LastInTransaction);
    }

    private int Erase(SqliteSession session, LogTail tail, long[] numbers)
    {
        database.EnsureSame(tail);
        var erased = 0;
        foreach (var number in numbers)
        {
            session[EventLogSql.RemoveQuarantinedOf].Execute(number);
            erased += session[EventLogSql.RemoveEvent].Execute(number);
            session[EventLogSql.RemoveRetriesOf].Execute(number);
            session[EventLogSql.RemoveDeadLettersOf].Execute(number);
            session[EventLogSql.RemoveReleasesOf].Execute(number);
        }
        session[EventLogSql.SetRemoved].Execute(numbers[^1]);
        return erased;
    }
}

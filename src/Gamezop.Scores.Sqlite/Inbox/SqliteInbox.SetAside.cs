
namespace Gamezop.Scores.Sqlite;

/// <summary>Dead letters and quarantine.</summary>
internal sealed partial class SqliteInbox : IDeadLetterStore, IQuarantineStore
{
    public async ValueTask<bool> AddUnreadableAsync(
        string eventId, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body, string error, string? source, int capacity, CancellationToken cancellationToken) => await _writer.RunAsync(
        session =>
        {
            var id = Convert.FromHexString(eventId);
            if (session[InboxSql.KnowsUnreadable].Number(id) is not null)
                return true;
            if (session[InboxSql.CountUnreadable].Number() >= capacity)
                return false;
            session[InboxSql.AddUnreadable].Execute(error, _time.GetUtcNow().UtcTicks, id, receivedAt.UtcTicks, body, source);
            return true;
        },
        cancellationToken,
        refusable: true);

    public ValueTask<long> CountUnreadableAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_readers.Read(session => session[InboxSql.CountUnreadable].Number()!.Value));

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string? after, int max, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DeadLetter>>(_readers.Read(session => ReadDeadLetters(session[InboxSql.DeadLettersAfter].Query(after is null ? 0 : Number(after), max))));

    public ValueTask<DeadLetter?> GetDeadLetterAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_readers.Read(session => ReadDeadLetters(session[InboxSql.DeadLetter].Query(Number(id)))).SingleOrDefault());

    public async ValueTask<int> ReplayDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => await _writer.RunAsync(
        session => ids.Count(id =>
            session[InboxSql.ReplayDeadLetter].Execute(Number(id), _time.GetUtcNow().UtcTicks) == 1
            && session[InboxSql.RemoveDeadLetter].Execute(Number(id)) == 1),
        cancellationToken);

    public async ValueTask<int> DiscardDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await _writer.RunAsync(session => ids.Count(id => session[InboxSql.RemoveDeadLetter].Execute(Number(id)) == 1), cancellationToken);

    public ValueTask<bool> HasRoomAsync(string userId, string reason, int capacity, int capacityPerUser, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_readers.Read(session => HasRoom(session, userId, reason, capacity, capacityPerUser)));

    public ValueTask<QuarantineUsage> GetUsageAsync(int capacityPerUser, CancellationToken cancellationToken) => ValueTask.FromResult(_readers.Read(session =>
    {
        var events = new Dictionary<string, long>();
        using (var rows = session[InboxSql.QuarantineReasons].Query())
            while (rows.Read())
                events.Add(rows.GetString(0), rows.GetInt64(1));
        return new QuarantineUsage { Events = events, FullUsers = session[InboxSql.QuarantineFullUsers].Number(capacityPerUser)!.Value };
    }));

    public async ValueTask<bool> QuarantineAsync(
        InboxEvent inboxEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken) =>
        await _writer.RunAsync(
        session =>
        {
            var id = Convert.FromHexString(inboxEvent.EventId);
            if (session[InboxSql.KnowsQuarantined].Number(id, reason) is not null)
                return true;
            if (!HasRoom(session, inboxEvent.UserId, reason, capacity, capacityPerUser))
                return false;
            session[InboxSql.Quarantine].Execute(id, reason, inboxEvent.UserId, inboxEvent.ReceivedAt.UtcTicks, inboxEvent.Body, handler, inboxEvent.Source);
            return true;
        },
        cancellationToken,
        refusable: handler is null);

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync(string? after, int max, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<QuarantinedEvent>>(_readers.Read(session =>
        {
            var entries = new List<QuarantinedEvent>();
            using var reader = session[InboxSql.QuarantinedAfter].Query(after is null ? 0 : Number(after), max);
            while (reader.Read())
            {
                entries.Add(new QuarantinedEvent
                {
                    Id = Text(reader.GetInt64(0)),
                    Reason = reader.GetString(7),
                    Handler = reader.IsDBNull(8) ? null : reader.GetString(8),
                    Event = ReadEvent(reader),
                });
            }
            return entries;
        }));

    public async ValueTask<int> ReleaseQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var (released, _) = await _writer.RunAsync(
            session =>
            {
                var count = 0;
                foreach (var id in ids)
                {
                    var added = session[InboxSql.ReleaseQuarantined].Execute(Number(id), _lastInTransaction + 1);
                    _lastInTransaction += added;
                    if (added == 0 && session[InboxSql.MarkReleased].Execute(Number(id)) == 1)
                        session[InboxSql.DeliverReleased].Execute(Number(id), _time.GetUtcNow().UtcTicks);
                    count += session[InboxSql.RemoveQuarantined].Execute(Number(id));
                }
                return (count, _lastInTransaction);
            },
            cancellationToken,
            result => Last(result._lastInTransaction));
        return released;
    }

    public async ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await _writer.RunAsync(session => ids.Sum(id => session[InboxSql.RemoveQuarantined].Execute(Number(id))), cancellationToken);

    // The user '' stands for all of a reason.
    private static bool HasRoom(SqliteSession session, string userId, string reason, int capacity, int capacityPerUser) =>
        (session[InboxSql.QuarantinedOf].Number(reason, userId) ?? 0) < capacityPerUser && (session[InboxSql.QuarantinedOf].Number(reason, "") ?? 0) < capacity;

    private static List<DeadLetter> ReadDeadLetters(SqliteRows reader)
    {
        using (reader)
        {
            var letters = new List<DeadLetter>();
            while (reader.Read())
                letters.Add(new DeadLetter
                {
                    Id = Text(reader.GetInt64(0)),
                    EventId = Convert.ToHexStringLower(reader.GetBytes(1)),
                    UserId = reader.IsDBNull(2) ? null : reader.GetString(2),
                    Handler = reader.IsDBNull(3) ? null : reader.GetString(3),
                    Attempts = reader.GetInt32(4),
                    Error = reader.GetString(5),
                    ReceivedAt = At(reader.GetInt64(6)),
                    ParkedAt = At(reader.GetInt64(7)),
                    Body = reader.GetBytes(8),
                    Source = reader.IsDBNull(9) ? null : reader.GetString(9),
                });
            return letters;
        }
    }
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>The dead letters, in the event log's file.</summary>
internal sealed class SqliteDeadLetters(EventLogDatabase database) : IDeadLetterStore
{
    public async ValueTask<bool> AddUnreadableAsync(
        string eventId, ReadOnlyMemory<byte> body, string error, string? source, int capacity,
        CancellationToken cancellationToken) => await database.WriteAsync(
        session =>
        {
            var id = Convert.FromHexString(eventId);
            if (session[EventLogSql.KnowsUnreadable].Number(id) is not null)
                return true;
            if (session[EventLogSql.CountUnreadable].Number() >= capacity)
                return false;
            session[EventLogSql.AddUnreadable].Execute(error, database.Clock.Now.UtcTicks, id, source, body);
            return true;
        },
        cancellationToken,
        refusable: true);

    public ValueTask<long> CountUnreadableAsync(CancellationToken cancellationToken) =>
        new(database.Read(session => session[EventLogSql.CountUnreadable].Number()!.Value));

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string? after, int max, CancellationToken cancellationToken) =>
        new(database.Read(session => ReadAll(session[EventLogSql.DeadLettersAfter].Query(EventRows.ToNumber(after), max))));

    public ValueTask<DeadLetter?> GetDeadLetterAsync(string id, CancellationToken cancellationToken) =>
        new(database.Read(session => ReadAll(session[EventLogSql.DeadLetter].Query(EventRows.ToNumber(id)))).SingleOrDefault());

    public async ValueTask<int> ReplayDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => await database.WriteAsync(
        session =>
        {
            var now = database.KeepTime(session);
            return ids.Select(EventRows.ToNumber).Count(number =>
                session[EventLogSql.ReplayDeadLetter].Execute(number, now) == 1 && session[EventLogSql.RemoveDeadLetter].Execute(number) == 1);
        },
        cancellationToken);

    public async ValueTask<int> DiscardDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => ids.Sum(id => session[EventLogSql.RemoveDeadLetter].Execute(EventRows.ToNumber(id))), cancellationToken);

    private static List<DeadLetter> ReadAll(SqliteRows rows)
    {
        using (rows)
        {
            var letters = new List<DeadLetter>();
            while (rows.Read())
                letters.Add(new DeadLetter
                {
                    Id = EventRows.ToId(rows.GetInt64(0)),
                    EventId = Convert.ToHexStringLower(rows.GetBytes(1)),
                    UserId = rows.GetStringOrNull(2),
                    Handler = rows.GetStringOrNull(3),
                    Attempts = rows.GetInt32(4),
                    Error = rows.GetString(5),
                    ReceivedAt = EventRows.ToTime(rows.GetInt64(6)),
                    ParkedAt = EventRows.ToTime(rows.GetInt64(7)),
                    Body = rows.GetBytes(8),
                    Source = rows.GetStringOrNull(9),
                });
            return letters;
        }
    }
}

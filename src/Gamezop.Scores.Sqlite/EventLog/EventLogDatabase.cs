using Gamezop.Scores.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gamezop.Scores.Sqlite;

/// <summary>The event log's file, the one writer to it, and what this process knows of it in memory.</summary>
internal sealed class EventLogDatabase : IStoreMaintenance, IDisposable
{
    private readonly TimeProvider _time;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly Lock _lock = new();
    private readonly ConsumerTable _consumers = new();
    private LogTail? _tail;
    private long? _appendingSince;
    private long _gapAt;

    public EventLogDatabase(SqliteScoresOptions options, TimeProvider time)
    {
        _time = time;
        Clock = new StoreClock(time);
        File = new SqliteFile(options);
        Pair = new FilePair(options.AcceptCompetitions);
        _readers = new SqliteReaders(File);
        _writer = new SqliteWriter(File, Opened, _readers.Close) { Begun = Pair.InboxBegun, Ended = TransactionEnded };
        SubKeys = new SqliteSubKeyStore(File, _writer, _readers);
    }

    public SqliteFile File { get; }

    public StoreClock Clock { get; }

    /// <summary>What this file says of the competitions' file.</summary>
    public FilePair Pair { get; }

    /// <summary>The users' keys, which are in the same file.</summary>
    public SqliteSubKeyStore SubKeys { get; }

    /// <summary>The end of the log. Another opening of the file has another one: then numbers that were read before may be those of other events.</summary>
    public LogTail Tail =>
        _tail ?? throw (File.IsOwned ? new ScoreInboxException(ScoreInboxProblem.Broken, $"{File.Path} is not open yet.") : File.NotOwner());

    /// <summary>The number of the last event that is durable; 0 before the file was opened.</summary>
    public long LastNumber => _tail?.Number ?? 0;

    /// <summary>When the file was last found to be an older copy; null for never.</summary>
    public DateTimeOffset? GapAt => Interlocked.Read(ref _gapAt) is > 0 and var ticks ? EventRows.ToTime(ticks) : null;

    /// <summary>The number of the last event in the transaction of this moment. Only for the writer's thread.</summary>
    public long LastInTransaction { get; set; }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        File.Own();
        try
        {
            await _writer.OpenAsync(cancellationToken);
        }
        catch (ScoreInboxException exception) when (exception.InnerException is SqliteException { SqliteErrorCode: not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) })
        {
            // At the start nothing is at stake yet: a file that cannot be opened is a mistake to be shown, not an outage to be waited for.
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <summary>Uses the consumers in memory.</summary>
    public T Locked<T>(Func<ConsumerTable, T> use)
    {
        lock (_lock)
            return use(_consumers);
    }

    public T Read<T>(Func<SqliteSession, T> read) => _readers.Read(read);

    /// <inheritdoc cref="SqliteWriter.RunAsync{T}"/>
    public Task<T> WriteAsync<T>(
        Func<SqliteSession, T> work, CancellationToken cancellationToken, Action<T>? committed = null, bool intake = false, bool refusable = false) =>
        _writer.RunAsync(work, cancellationToken, committed, intake, refusable);

    /// <inheritdoc cref="SqliteWriter.RunAlongAsync{T}(Func{SqliteSession, T}, Task, Action{T}, CancellationToken)"/>
    public Task<T> WriteAlongAsync<T>(Func<SqliteSession, T> work, Task others, Action<T>? committed, CancellationToken cancellationToken) =>
        _writer.RunAlongAsync(work, others, committed, cancellationToken);

    /// <summary>Changes consumers in the file, and afterwards in memory.</summary>
    /// <param name="work">What to do inside the transaction. Until it is durable it finds the consumers as they were.</param>
    /// <param name="cancellationToken">Cancels the wait for the transaction.</param>
    /// <param name="committed">What else to do in memory when it is durable.</param>
    public async Task<T> WriteConsumersAsync<T>(
        Func<SqliteSession, ConsumerTable, T> work, CancellationToken cancellationToken, Action<ConsumerTable, T>? committed = null)
    {
        var (result, _) = await _writer.RunAsync(
            session =>
            {
                lock (_lock)
                    return (Result: work(session, _consumers), Rows: ReadConsumers(session));
            },
            cancellationToken,
            written =>
            {
                lock (_lock)
                {
                    _consumers.Load(written.Rows);
                    committed?.Invoke(_consumers, written.Result);
                }
            });
        return result;
    }

    public async ValueTask MaintainAsync(CancellationToken cancellationToken) => await _writer.ScrubAsync(cancellationToken);

    /// <summary>Says, inside a transaction, that events are appended in it.</summary>
    /// <returns>The store's time, which <see cref="GetAppendHorizon"/> does not pass until the transaction has ended.</returns>
    public long BeginAppend()
    {
        lock (_lock)
        {
            var now = Clock.Now.UtcTicks;
            _appendingSince ??= now;
            return now;
        }
    }

    /// <summary>The store's time before which no append, under way or to come, sets the time of an event.</summary>
    public long GetAppendHorizon()
    {
        lock (_lock)
        {
            var now = Clock.Now.UtcTicks;
            return _appendingSince ?? now;
        }
    }

    /// <summary>The store's time, for something in a transaction that will become due. The file keeps it: after a restart the clock goes on from it.</summary>
    public long KeepTime(SqliteSession session)
    {
        var now = Clock.Now.UtcTicks;
        session[EventLogSql.SetClock].Execute(now);
        return now;
    }

    /// <summary>Keeps that the file is an older copy: events of the log are missing that handlers may have handled.</summary>
    public void KeepGap(SqliteSession session)
    {
        var now = Clock.Now;
        session[EventLogSql.SetKeptFrom].Execute(now.UtcTicks);
        FileMark.KeepGap(session, now);
        Interlocked.Exchange(ref _gapAt, now.UtcTicks);
    }

    /// <summary>Throws when the file was opened anew since the tail was asked for.</summary>
    public void EnsureSame(LogTail tail)
    {
        if (tail != _tail)
            throw new ScoreInboxException(ScoreInboxProblem.Broken, $"{File.Path} was opened anew meanwhile. Try again.");
    }

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        File.Dispose();
    }

    private static List<ConsumerTable.Entry> ReadConsumers(SqliteSession session)
    {
        using var rows = session[EventLogSql.Consumers].Query();
        var consumers = new List<ConsumerTable.Entry>();
        while (rows.Read())
            consumers.Add(new ConsumerTable.Entry(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2))
            {
                ReplayedTo = rows.GetInt64(3),
                MissingSince = rows.IsDBNull(4) ? null : rows.GetInt64(4),
            });
        return consumers;
    }

    /// <summary>Reads anew what memory holds of the file, when it was opened for the first time or again after a fault. No lease of before holds.</summary>
    private void Opened(SqliteSession session)
    {
        SqliteSchema.Log.Migrate(session.Connection, _time);
        SqliteSchema.Mark.Migrate(session.Connection, _time);
        SqliteSchema.SubKeys.Migrate(session.Connection, _time);
        var last = session[EventLogSql.LastNumber].Number()!.Value;
        // First of all: where this fails, the next opening must still know that there was more.
        if (last < LastNumber)
            KeepGap(session);
        lock (_lock)
        {
            // A file that was put back may know less than memory: its positions may be earlier, its epochs too, and consumers may be missing in it.
            // A node would add those again with its next heartbeat, at the end of the log, and what came until then would be lost to them.
            foreach (var consumer in _consumers.All)
            {
                session[EventLogSql.RestoreConsumer].Execute(
                    consumer.Name, consumer.Position, consumer.Epoch, consumer.ReplayedTo, consumer.MissingSince, last);
                session[EventLogSql.RaiseEpoch].Execute(consumer.Name, consumer.Epoch);
            }
            _consumers.Load(ReadConsumers(session));
            _tail = new LogTail(last);
            LastInTransaction = last;
        }

        // The wall clock may have been set back meanwhile: no event may get an earlier time than one before it, and retries must become due.
        Clock.ContinueFrom(EventRows.ToTime(session[EventLogSql.LastTime].Number()!.Value));
        Interlocked.Exchange(ref _gapAt, FileMark.FindGap(session)?.UtcTicks ?? 0);
        if (Pair.IsMatched)
            FileMark.ForgetOpened(session);
        else
            FileMark.KeepOpened(session, LastNumber);
    }

    private void TransactionEnded()
    {
        lock (_lock)
        {
            _appendingSince = null;
            LastInTransaction = _tail?.Number ?? 0;
        }
    }
}

using System.Globalization;
using Gamezop.Scores.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// Competitions have a file of their own, beside the inbox's: intake never waits behind a ranking's writes, and each file has its own log
/// to flush.
/// </summary>
internal sealed class CompetitionsDatabase : IStoreMaintenance, IStoreProbe, IDisposable
{
    private const string Probe = "UPDATE gamezop_schema SET applied_at = applied_at WHERE part = 'leaderboards'";

    // How far the log had come of which another inbox's file has counted.
    private const long Unknown = long.MaxValue;

    private static readonly SqliteSchema[] Schemas =
        [SqliteSchema.Leaderboards, SqliteSchema.Plausibility, SqliteSchema.Rewards, SqliteSchema.Targets, SqliteSchema.Tournaments];

    private readonly EventLogDatabase? _inbox;
    private readonly TimeProvider _time;
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly TimeSpan _retention;
    private FileMark? _inboxMark;
    private volatile FileMark? _mark;

    /// <param name="options">The inbox's.</param>
    /// <param name="inbox">The inbox, whose file has to be owned first and has to belong to this one; null where there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="retention">For how long the inbox keeps events.</param>
    public CompetitionsDatabase(IOptions<SqliteScoresOptions> options, EventLogDatabase? inbox, TimeProvider time, TimeSpan? retention = null)
    {
        _inbox = inbox;
        _time = time;
        _retention = retention ?? TimeSpan.MaxValue;
        _file = new SqliteFile(Beside(options.Value));
        _readers = new SqliteReaders(_file);
        _writer = new SqliteWriter(_file, Opened, _readers.Close)
        {
            Begun = session => inbox?.Pair.CompetitionsBegun(session, inbox.LastNumber),
            Committed = () => inbox?.Pair.CompetitionsCommitted(),
        };
    }

    public SqliteFile File => _file;

    /// <summary>Says that the inbox's file is an older copy, for as long as the events that are missing would be kept.</summary>
    public string? Warning => _inbox is { Pair.IsMatched: true } inbox && inbox.GapAt is { } gap && _time.GetUtcNow() - gap < _retention
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{inbox.File.Path} is an older copy than {_file.Path}: events that were received before {gap:u} are missing from the log, "
            + $"counted or not. Rebuilds and new times of tournaments that need them are refused. If the newer file still exists, stop the "
            + $"application and put it back.")
        : null;

    /// <summary>Owns and opens the file, sees that it belongs to the inbox's, and brings it up to date. May be called again.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_inbox is null)
        {
            _file.Own();
            await _writer.OpenAsync(cancellationToken);
            return;
        }

        // Everybody in the same order: of two processes that start at once, one gets both files, and never each of them one.
        _inbox.File.Own();
        _file.Own();
        if (_inbox.Pair.IsMatched)
        {
            await _writer.OpenAsync(cancellationToken);
            return;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (!_inbox.Pair.IsMatched)
                await MatchAsync(_inbox, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await _writer.RunAsync<object?>(
            session =>
            {
                session[Probe].Execute();
                return null;
            },
            cancellationToken);
    }

    public T Read<T>(Func<SqliteSession, T> read) => _readers.Read(read);

    /// <summary>Changes something in one transaction.</summary>
    public async ValueTask WriteAsync(Action<SqliteSession> work, CancellationToken cancellationToken) => await WriteOneAsync<object?>(
        session =>
        {
            work(session);
            return null;
        },
        cancellationToken);

    /// <summary>Changes something in one transaction, and answers.</summary>
    public async ValueTask<T> WriteOneAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        await _writer.RunAsync(work, cancellationToken);

    /// <summary>
    /// Changes something that is written with every score: what comes in at the same time shares a transaction. Work that refuses must
    /// leave nothing behind.
    /// </summary>
    public async ValueTask<T> WriteTogetherAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        await _writer.RunAsync(work, cancellationToken, intake: true);

    /// <summary>Changes something in the transaction of other writes that are about to come; in one of its own once they have ended.</summary>
    public async ValueTask<T> WriteAlongAsync<T>(Func<SqliteSession, T> work, Task others, CancellationToken cancellationToken) =>
        await _writer.RunAlongAsync(work, others, cancellationToken);

    public async ValueTask MaintainAsync(CancellationToken cancellationToken) => await _writer.ScrubAsync(cancellationToken);

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        _file.Dispose();
        _opening.Dispose();
    }

    /// <summary>Opens the file as one of a pair: the marks are compared before it is used, and both files have the pair's mark afterwards.</summary>
    private async ValueTask MatchAsync(EventLogDatabase inbox, CancellationToken cancellationToken)
    {
        _inboxMark = await inbox.WriteAsync(FileMark.Find, cancellationToken);
        // Nothing is created in the place of a file that may be put back.
        inbox.Pair.RequireCompetitions(_inboxMark, _file.Path, inbox.File.Path);
        await _writer.OpenAsync(cancellationToken);
        var mark = _mark!;
        await inbox.WriteAsync<object?>(
            session =>
            {
                // What was counted of events that this log does not have, nobody may count again from here.
                if (mark.Log == Unknown)
                    session[EventLogSql.SetKeptFrom].Execute(inbox.Clock.Now.UtcTicks);
                else if (FilePair.HasGap(mark, _inboxMark))
                    inbox.KeepGap(session);
                (mark with { Log = null }).Write(session);
                return null;
            },
            cancellationToken);
        inbox.Pair.Confirm(mark);
    }

    private void Opened(SqliteSession session)
    {
        if (_inbox is not null)
        {
            var found = FileMark.Find(session);
            var mark = _inbox.Pair.Match(found, _inboxMark, _file.Path, _inbox.File.Path);
            SqliteSchema.Mark.Migrate(session.Connection, _time);
            // A new pair's file keeps what it knows of the log, until the inbox's file has it.
            if (found is not null && found.Pair != mark.Pair)
                mark = mark with { Log = found.Position > 0 && found.Pair != _inboxMark?.Pair ? Unknown : found.Log };
            if (mark != found)
                mark.Write(session);
            _mark = mark;
        }
        foreach (SqliteSchema schema in Schemas)
            schema.Migrate(session.Connection, _time);
    }

    // scores.db has its competitions in scores-competitions.db.
    private static SqliteScoresOptions Beside(SqliteScoresOptions options)
    {
        var settings = new SqliteConnectionStringBuilder(options.ConnectionString);
        // Beside the inbox's file itself: by another link it must find the same competitions.
        string path = SqlitePath.WithoutLink(SqlitePath.Of(settings.DataSource));
        settings.DataSource = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + "-competitions" + Path.GetExtension(path));
        return new SqliteScoresOptions { ConnectionString = settings.ConnectionString, Synchronous = options.Synchronous };
    }
}

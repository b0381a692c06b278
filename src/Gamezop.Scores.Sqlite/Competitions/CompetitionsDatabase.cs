using Gamezop.Scores.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite;

/// <summary>Competitions have a file of their own, beside the inbox's: intake never waits behind a ranking's writes, and each file has its own log to flush.</summary>
internal sealed class CompetitionsDatabase : IStoreMaintenance, IDisposable
{
    private static readonly SqliteSchema[] Schemas = [SqliteSchema.Leaderboards, SqliteSchema.Plausibility, SqliteSchema.Rewards, SqliteSchema.Targets, SqliteSchema.Tournaments];

    private readonly SqliteFile? _inbox;
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    /// <param name="options">The inbox's.</param>
    /// <param name="inbox">The inbox's file, which has to be owned first; null where there is none.</param>
    /// <param name="time">The clock.</param>
    public CompetitionsDatabase(IOptions<SqliteScoresOptions> options, SqliteFile? inbox, TimeProvider time)
    {
        _inbox = inbox;
        _file = new SqliteFile(Beside(options.Value));
        _readers = new SqliteReaders(_file);
        _writer = new SqliteWriter(
            _file,
            session =>
            {
                foreach (SqliteSchema schema in Schemas)
                    schema.Migrate(session.Connection, time);
            },
            _readers.Close);
    }

    /// <summary>Owns and opens the file and brings it up to date. May be called again.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        // Everybody in the same order: of two processes that start at once, one gets both files, and never each of them one.
        _inbox?.Own();
        _file.Own();
        await _writer.OpenAsync(cancellationToken);
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
    public async ValueTask<T> WriteOneAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => await _writer.RunAsync(work, cancellationToken);

    /// <summary>Changes something that is written with every score: what comes in at the same time shares a transaction. Work that refuses must leave nothing behind.</summary>
    public async ValueTask<T> WriteTogetherAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        await _writer.RunAsync(work, cancellationToken, intake: true);

    public async ValueTask MaintainAsync(CancellationToken cancellationToken) => await _writer.ScrubAsync(cancellationToken);

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        _file.Dispose();
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

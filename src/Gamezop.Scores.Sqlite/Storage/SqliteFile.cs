using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

#pragma warning disable CA2000 // A session owns its connection.

namespace Gamezop.Scores.Sqlite;

/// <summary>The database file: where it is, who owns it, and how connections to it are opened.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const int BusySeconds = 1;

    // SQLITE_DBCONFIG_ENABLE_QPSG
    private const int StablePlans = 1007;

    // What a lock that somebody else holds looks like: Windows' error, and the EWOULDBLOCK of Linux and macOS.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;

    private readonly SqliteScoresOptions _options;
    private readonly SqliteConnectionStringBuilder _settings;
    private volatile FileStream? _ownership;
    private (string Refusable, string All)? _limits;

    public SqliteFile(SqliteScoresOptions options)
    {
        _options = options;
        // A shared cache would have readers and the writer lock each other out.
        _settings = new SqliteConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            DefaultTimeout = BusySeconds,
            Mode = SqliteOpenMode.ReadWrite,
            Cache = SqliteCacheMode.Private,
        };
        Path = SqlitePath.WithoutLink(SqlitePath.Of(_settings.DataSource));
        _settings.DataSource = Path;
    }

    public string Path { get; }

    public bool IsOwned => _ownership is not null;

    /// <summary>
    /// Makes this process the owner for as long as it lives. The lock is the operating system's, on a file beside the database: it is
    /// released even when the process is killed.
    /// </summary>
    public void Own()
    {
        try
        {
            // Several parts of the application may ask at once; they are one owner.
            lock (_settings)
            {
                if (_ownership is not null)
                    return;
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
                _ownership = new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or WouldBlock or WouldBlockOnMac)
        {
            throw NotOwner(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{Path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Opens a connection for the writer. Only at the start a file that is missing is created: later on its absence is a fault, not a fresh beginning.</summary>
    public SqliteSession OpenForWriting(bool create)
    {
        // Who does not own the file must not touch it, whatever is asked of it: numbers that two processes give would collide.
        if (!IsOwned)
            throw NotOwner();
        if (!create)
            RequireFile();
        var connection = Open(create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);
        try
        {
            if (Pragma(connection, "page_count") == "0")
                Pragma(connection, "auto_vacuum = INCREMENTAL");
            // Texts are read as the bytes they are kept in.
            if (Pragma(connection, "encoding") is not "UTF-8" and var encoding)
                throw new InvalidOperationException($"{Path} keeps texts as {encoding}, and here they must be UTF-8. Use another file.");
            // In KiB. The upper pages of an index over a million rows do not fit into the 2 MB that are usual.
            Pragma(connection, "cache_size = -16384");
            Pragma(connection, "journal_mode = WAL");
            // Whoever reads for long, as a backup does, makes the log grow; four times its ordinary size may stay.
            Pragma(connection, "journal_size_limit = 16777216");
            Pragma(connection, _options.Synchronous == SqliteSynchronous.Full ? "synchronous = FULL" : "synchronous = NORMAL");
            if (_options.MaxSizeBytes is { } bytes)
            {
                var pages = bytes / long.Parse(Pragma(connection, "page_size")!, CultureInfo.InvariantCulture);
                _limits = (Limit(pages - (pages / 8)), Limit(pages));
            }
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Limits what the file may grow to. An eighth is kept from what may be refused: in a file that intake has filled to the end no event could fail, and none of its batch be settled.</summary>
    public void Limit(SqliteSession session, bool isRefusable)
    {
        if (_limits is { } limits)
            session[isRefusable ? limits.Refusable : limits.All].Execute();
    }

    public SqliteSession OpenForReading()
    {
        RequireFile();
        var connection = Open(SqliteOpenMode.ReadWrite);
        Pragma(connection, "query_only = ON");
        return new SqliteSession(connection);
    }

    public ScoreInboxException NotOwner(Exception? cause = null) =>
        new(ScoreInboxProblem.NotOwner, $"Another process has {Path} in use. This one takes over when that one is gone.", cause);

    public ScoreInboxException Gone() =>
        new(ScoreInboxProblem.Broken, $"The database file {Path} was removed or replaced while in use. Put it back, or restart to begin a new one.");

    public void Dispose() => _ownership?.Dispose();

    /// <summary>An empty file in the place of the database is none: SQLite would take it for a new one, and remove the log that belongs to the old one.</summary>
    private void RequireFile()
    {
        if (new FileInfo(Path) is not { Exists: true, Length: > 0 })
            throw Gone();
    }

    private static string Limit(long pages) => string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}");

    private static string? Pragma(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + pragma;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_settings.ConnectionString) { Mode = mode }.ConnectionString);
        try
        {
            connection.Open();
            // Statements run below the managed API, which has a way of its own to wait for a lock.
            _ = raw.sqlite3_busy_timeout(connection.Handle, BusySeconds * 1000);
            // No plan here depends on a parameter's value; without this SQLite would compile a statement anew whenever one changes.
            _ = raw.sqlite3_db_config(connection.Handle, StablePlans, 1, out _);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

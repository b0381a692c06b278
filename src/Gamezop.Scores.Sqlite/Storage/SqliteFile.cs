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
    private volatile string? _holder;
    private (string Refusable, string All)? _limits;
    private long _refusablePages;

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

    private string LockPath => Path + ".lock";

    /// <summary>
    /// Makes this process the owner for as long as it lives. The lock is the operating system's, on a file beside the database: it is
    /// released even when the process is killed.
    /// </summary>
    /// <exception cref="ScoreInboxException">Somebody else holds the lock.</exception>
    /// <exception cref="InvalidOperationException">The file cannot be opened, or a lock on it keeps nobody out.</exception>
    public void Own()
    {
        try
        {
            // Several parts of the application may ask at once; they are one owner.
            lock (_settings)
            {
                if (_ownership is not null)
                    return;
                PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
                var ownership = PrivateFiles.Open(LockPath, FileMode.OpenOrCreate);
                if (!KeepsOthersOut())
                {
                    ownership.Dispose();
                    throw new InvalidOperationException(
                        $"{LockPath} cannot be locked, so two processes could write to {Path} at once. Put the file on a local disk, and do not switch "
                        + "locks off for this application (DOTNET_SYSTEM_IO_DISABLEFILELOCKING, System.IO.DisableFileLocking).");
                }
                _ownership = ownership;
            }
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            _holder = LockHolder.Find(LockPath);
            throw NotOwner(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{Path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Opens a connection for the writer. Only at the start a file that is missing is created: later on its absence is a fault, not a fresh
    /// beginning.
    /// </summary>
    public SqliteSession OpenForWriting(bool create)
    {
        // Who does not own the file must not touch it, whatever is asked of it: numbers that two processes give would collide.
        if (!IsOwned)
            throw NotOwner();
        if (!create)
            RequireFile();
        else
            CreateWhereMissing();
        var connection = Open(SqliteOpenMode.ReadWrite);
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
                _refusablePages = pages - (pages / 8);
                _limits = (Limit(_refusablePages), Limit(pages));
            }
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Limits what the file may grow to. An eighth is kept from what may be refused: in a file that intake has filled to the end no event
    /// could fail, and none of its batch be settled.
    /// </summary>
    public void Limit(SqliteSession session, bool isRefusable)
    {
        if (_limits is { } limits)
            session[isRefusable ? limits.Refusable : limits.All].Execute();
    }

    /// <summary>How much of the room for what may be refused is used; null without a limit.</summary>
    public double? GetUsedShare(SqliteSession session) => _limits is null
        ? null
        : (double)(session["PRAGMA page_count"].Number()!.Value - session["PRAGMA freelist_count"].Number()!.Value) / _refusablePages;

    public SqliteSession OpenForReading()
    {
        RequireFile();
        var connection = Open(SqliteOpenMode.ReadWrite);
        Pragma(connection, "query_only = ON");
        return new SqliteSession(connection);
    }

    /// <summary>Writes a copy of the file as it is at this moment to a new file, while others write on.</summary>
    /// <param name="target">The new file; it must not exist.</param>
    /// <param name="cancellationToken">Breaks off; what has been written of the copy stays.</param>
    public void Copy(string target, CancellationToken cancellationToken)
    {
        RequireFile();
        // SQLite takes an empty file for a new one, and would itself create one that everybody can read.
        PrivateFiles.Create(target);
        try
        {
            using var session = new SqliteSession(Open(SqliteOpenMode.ReadWrite));
            var database = session.Connection.Handle!;
            using var registration = cancellationToken.Register(() => raw.sqlite3_interrupt(database));
            cancellationToken.ThrowIfCancellationRequested();
            session["VACUUM INTO $1"].Execute(target);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, Path);
        }
        // On the disk, not only with the operating system.
        using var copy = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }

    /// <summary>Adds to a copy what has been written since.</summary>
    /// <param name="target">The copy, which is the database <c>copy</c> in the statements.</param>
    /// <param name="statements">The statements.</param>
    public void AddTo(string target, params string[] statements)
    {
        try
        {
            using var session = new SqliteSession(Open(SqliteOpenMode.ReadWrite));
            session["ATTACH DATABASE $1 AS copy"].Execute(target);
            foreach (var sql in statements)
                session[sql].Execute();
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, Path);
        }
    }

    public ScoreInboxException NotOwner(Exception? cause = null) => new(
        ScoreInboxProblem.NotOwner,
        $"Another process has {Path} in use: {_holder ?? "one that the system does not name"} holds the lock on {LockPath}. "
        + "This one takes over when that one is gone.",
        cause);

    public ScoreInboxException Gone() =>
        new(ScoreInboxProblem.Broken, $"The database file {Path} was removed or replaced while in use. Put it back, or restart to begin a new one.");

    public void Dispose() => _ownership?.Dispose();

    private static bool IsLocked(IOException exception) => exception.HResult is SharingViolation or WouldBlock or WouldBlockOnMac;

    /// <summary>Whether the lock holds: it can be switched off for a process, and some file systems have none. Then a second handle gets it too.</summary>
    private bool KeepsOthersOut()
    {
        try
        {
            PrivateFiles.Open(LockPath, FileMode.Open).Dispose();
            return false;
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            return true;
        }
    }

    private void CreateWhereMissing()
    {
        if (File.Exists(Path))
            return;
        try
        {
            PrivateFiles.Create(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{Path} cannot be created: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// An empty file in the place of the database is none: SQLite would take it for a new one, and remove the log that belongs to the old
    /// one.
    /// </summary>
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

namespace Gamezop.Scores;

/// <summary>How scores are kept in a SQLite file.</summary>
public sealed class SqliteScoresOptions
{
    /// <summary>
    /// A connection string of Microsoft.Data.Sqlite, e.g. <c>Data Source=scores.db</c>. It must name a file; file, folder and schema are created at
    /// start. <c>Pooling</c>, <c>Cache</c>, <c>Mode</c> and <c>Default Timeout</c> in it
    /// are not used. A relative path starts at the application's <c>DataDirectory</c> (<c>AppDomain.SetData</c>) where it has set one, as does
    /// <c>|DataDirectory|</c>, else at the current directory of the process. The file must be on a local disk, and one process uses it at a time.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>How durable a commit is: <see cref="SqliteSynchronous.Full"/> unless set.</summary>
    public SqliteSynchronous Synchronous { get; set; }

    /// <summary>
    /// What the inbox's file grows to at most, in bytes; when seven eighths are full, further scores are answered 503 until something is
    /// pruned. At least 1 MiB; null (the default): as
    /// large as the disk allows. The write-ahead log beside the file is not counted, nor is the competitions' file.
    /// </summary>
    public long? MaxSizeBytes { get; set; }

    /// <summary>
    /// Accepts once that the two files do not belong together, because one was lost or comes from an older backup: the text that the message and the
    /// health check give
    /// then. It accepts those two files alone, so it may stay here afterwards. Null (the default): competitions wait until the right files are there.
    /// </summary>
    public string? AcceptCompetitions { get; set; }
}

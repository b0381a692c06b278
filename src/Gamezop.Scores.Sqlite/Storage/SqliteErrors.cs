using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gamezop.Scores.Sqlite;

/// <summary>What SQLite's errors mean to an operator.</summary>
internal static class SqliteErrors
{
    public static ScoreInboxException Translate(SqliteException exception, string path) => new(ScoreInboxProblem.Broken, exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => $"The disk, or the limit set for {path}, is full.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{path} is locked by another program.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => $"{path} cannot be written to.",
        raw.SQLITE_CANTOPEN => $"{path} cannot be opened.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"{path} is damaged or is not a SQLite database.",
        _ => $"SQLite failed on {path}: {exception.Message}",
    }, exception);

    /// <summary>Whether the connection is still good after the error.</summary>
    public static bool KeepsConnection(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CONSTRAINT;
}

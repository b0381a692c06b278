using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gamezop.Scores.Sqlite;

/// <summary>What the managed API does not offer.</summary>
internal static partial class SqliteNative
{
    private const int HasMovedCode = 20;

    /// <summary>
    /// Whether the file under an open connection was removed, renamed or replaced. Without asking, writes would go on succeeding into a file
    /// that has no name any more.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection) =>
        FileControl(connection.Handle!, "main", HasMovedCode, out var moved) == raw.SQLITE_OK && moved != 0;

    /// <summary>Whether a transaction is open: some errors end it by themselves.</summary>
    public static bool InTransaction(SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(sqlite3 database, string name, int operation, out int value);
}

using System.Text;
using SQLitePCL;

namespace Gamezop.Scores.Sqlite;

/// <summary>The rows of a statement that is running, one at a time. Disposing of it ends the run.</summary>
internal readonly struct SqliteRows(SqliteStatement owner, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Goes to the next row.</summary>
    /// <returns>False when there are no more.</returns>
    public bool Read()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
            owner.Check(code);
        return false;
    }

    public bool IsDBNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    public double GetDouble(int column) => raw.sqlite3_column_double(statement, column);

    // Texts are kept as UTF-8, so their bytes are at hand.
    public string GetString(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    public string? GetStringOrNull(int column) => IsDBNull(column) ? null : GetString(column);

    /// <summary>A key's column: an integer or a text.</summary>
    public SqliteValue GetValue(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER ? GetInt64(column) : GetString(column);

    public byte[] GetBytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => _ = raw.sqlite3_reset(statement);
}

using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// A prepared statement with parameters <c>$1</c>, <c>$2</c>, … straight on the library under Microsoft.Data.Sqlite: per row, a command with its
/// parameters and reader costs more than what SQLite itself does.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int MostOnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int[] _parameters = [];

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it inserted, updated or deleted.</returns>
    public int Execute(params ReadOnlySpan<SqliteValue> values)
    {
        using var rows = Query(values);
        while (rows.Read())
        {
            // A pragma may answer with rows, and does its work as they are read.
        }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs it row by row. Dispose of the rows before it is used again.</summary>
    public SqliteRows Query(params ReadOnlySpan<SqliteValue> values)
    {
        // $1 need not be the first in the text, nor be in it at all.
        if (_parameters.Length < values.Length)
            _parameters = [.. Enumerable.Range(1, values.Length).Select(number => raw.sqlite3_bind_parameter_index(_statement, $"${number}"))];
        for (var i = 0; i < values.Length; i++)
            if (_parameters[i] != 0)
                Bind(_parameters[i], values[i]);
        return new SqliteRows(this, _statement);
    }

    /// <summary>The first column of the first row as a number; null where there is no row, or NULL in it.</summary>
    public long? Number(params ReadOnlySpan<SqliteValue> values)
    {
        using var rows = Query(values);
        return rows.Read() && !rows.IsDBNull(0) ? rows.GetInt64(0) : null;
    }

    /// <summary>Throws what a result code means.</summary>
    public void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);

    public void Dispose() => _statement.Dispose();

    private void Bind(int index, SqliteValue value) => Check(value.Kind switch
    {
        SqliteValueKind.Integer => raw.sqlite3_bind_int64(_statement, index, value.Integer),
        SqliteValueKind.Real => raw.sqlite3_bind_double(_statement, index, value.Real),
        SqliteValueKind.Text => BindText(index, value.Text!),
        SqliteValueKind.Blob when value.Bytes.IsEmpty => raw.sqlite3_bind_zeroblob(_statement, index, 0),
        SqliteValueKind.Blob => raw.sqlite3_bind_blob(_statement, index, value.Bytes.Span),
        _ => raw.sqlite3_bind_null(_statement, index),
    });

    private int BindText(int index, string text)
    {
        if (text.Length is 0 or > MostOnStack / 3)
            return raw.sqlite3_bind_text(_statement, index, text);
        Span<byte> bytes = stackalloc byte[MostOnStack];
        return raw.sqlite3_bind_text(_statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}

using Microsoft.Data.Sqlite;

namespace Arcade;

/// <summary>The site's own tables, in a file of its own beside the SDK's: that one belongs to the SDK.</summary>
internal sealed class ArcadeDatabase
{
    private const string Schema =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS players (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS payments (key TEXT PRIMARY KEY, player TEXT NOT NULL, coins INTEGER NOT NULL, reason TEXT NOT NULL, earned_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS payments_by_player ON payments (player, earned_at, coins);
        """;

    private readonly string _connection;

    public ArcadeDatabase(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _connection = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = new SqliteCommand(Schema, connection);
        command.ExecuteNonQuery();
    }

    /// <returns>How many rows were changed.</returns>
    public async Task<int> ExecuteAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = Create(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, (string Name, object Value)[] parameters, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = Create(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private static SqliteCommand Create(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = new SqliteCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}

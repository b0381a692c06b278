using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Benchmarks.Leaderboards;

/// <summary>What SQLite can do at best: the leaderboards' rows written by prepared statements, 256 events in a transaction, without reading, folding or ranking anything.</summary>
internal sealed class RawRankings : IDisposable
{
    public const int BatchSize = 256;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _player;

    /// <param name="path">A file that has the leaderboards' tables, and nobody else writes to now.</param>
    public RawRankings(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        _player = Command("""
            INSERT INTO gamezop_players VALUES ($1, '', $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) ON CONFLICT (window, partition, user_id) DO UPDATE SET
            version = excluded.version, key = excluded.key, achieved_at = excluded.achieved_at, country = excluded.country, play_id = excluded.play_id, event_id = excluded.event_id,
            summary = excluded.summary, plays = excluded.plays
            """, 10);
    }

    /// <summary>Writes one batch.</summary>
    /// <param name="users">The users, one for each event.</param>
    /// <param name="number">Another one for each batch.</param>
    /// <param name="windows">In how many rankings each event is written.</param>
    public void Write(IReadOnlyList<string> users, long number, int windows)
    {
        Execute("BEGIN IMMEDIATE");
        byte[] plays = new byte[110], summary = new byte[54];
        for (int i = 0; i < users.Count; i++)
            for (int window = 1; window <= windows; window++)
            {
                string playId = string.Create(CultureInfo.InvariantCulture, $"2b1f7c9e-33a5-4f6e-8f60-{number:x8}{i:x4}");
                Execute(_player, window, users[i], number, number * 7919 % 100_000, number, "IN", playId, "0192a4b5c6d7e8f90192a4b5c6d7e8f9", summary, plays);
            }

        Execute("COMMIT");
    }

    public void Clear()
    {
        Execute("DELETE FROM gamezop_players");
        Execute("DELETE FROM gamezop_plays");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose()
    {
        _player.Dispose();
        _connection.Dispose();
    }

    private static void Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, int parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        return command;
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = Command(sql, 0);
        command.ExecuteNonQuery();
    }
}

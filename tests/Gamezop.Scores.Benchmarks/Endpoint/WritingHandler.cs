using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>A publisher's handler that writes each batch into a SQLite file of its own, durably.</summary>
internal sealed class WritingHandler : IScoreBatchHandler, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public WritingHandler(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        using SqliteCommand create = _connection.CreateCommand();
        create.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE coins (user TEXT PRIMARY KEY, amount REAL NOT NULL) WITHOUT ROWID";
        create.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO coins VALUES ($user, $amount) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount";
        _insert.Parameters.Add(new SqliteParameter("$user", null));
        _insert.Parameters.Add(new SqliteParameter("$amount", null));
    }

    public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => HandleAsync([context], cancellationToken);

    public ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            _insert.Transaction = transaction;
            foreach (ScoreContext context in batch)
            {
                _insert.Parameters[0].Value = context.UserId;
                _insert.Parameters[1].Value = context.Event.Score;
                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}

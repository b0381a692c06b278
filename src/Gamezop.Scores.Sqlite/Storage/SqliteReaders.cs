using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Sqlite;

/// <summary>Connections for reading, which writing does not hold up.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly ConcurrentBag<SqliteSession> _free = [];
    private bool _disposed;

    public T Read<T>(Func<SqliteSession, T> read)
    {
        SqliteSession? session = null;
        _gate.EnterReadLock();
        try
        {
            if (!_free.TryTake(out session))
                session = file.OpenForReading();
            var result = read(session);
            _free.Add(session);
            return result;
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            throw SqliteErrors.Translate(exception, file.Path);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>Closes all connections, when none is in use any more.</summary>
    public void Close()
    {
        _gate.EnterWriteLock();
        while (_free.TryTake(out var session))
            session.Dispose();
        _gate.ExitWriteLock();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Close();
        _gate.Dispose();
    }
}

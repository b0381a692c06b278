using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Sqlite;

/// <summary>Connections for reading, which writing does not hold up.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    [SuppressMessage("Usage", "CA2213", Justification = "Whoever comes late must still find it; what it holds goes with it.")]
    private readonly ReaderWriterLockSlim _gate = new();

    private readonly ConcurrentBag<SqliteSession> _free = [];
    private bool _disposed;

    public T Read<T>(Func<SqliteSession, T> read)
    {
        SqliteSession? session = null;
        _gate.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
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
        CloseAll();
        _gate.ExitWriteLock();
    }

    public void Dispose()
    {
        _gate.EnterWriteLock();
        _disposed = true;
        CloseAll();
        _gate.ExitWriteLock();
    }

    private void CloseAll()
    {
        while (_free.TryTake(out var session))
            session.Dispose();
    }
}

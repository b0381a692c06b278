using Microsoft.Data.Sqlite;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// The one thread that writes. What is queued while a transaction commits goes into the next one together: all of the intake, what only waits to go along
/// with it, and of everything else one operation at a time, so that intake never waits for more than that.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly Action<SqliteSession> _opened;
    private readonly Action _closing;
    private readonly object _signal = new();
    private readonly List<WriteOperation> _batch = [];
    private List<WriteOperation> _intake = [];
    private List<WriteOperation> _intakeSpare = [];
    private readonly Queue<WriteOperation> _others = new();

    // They begin no transaction, and go into the next one.
    private readonly List<WriteOperation> _along = [];
    private bool _isAlongDue;
    private Thread? _thread;
    private SqliteSession? _session;
    private bool _create = true;
    private bool _stopped;

    /// <summary>Creates the writer. The first operation starts its thread and opens the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="opened">Runs on the writer's thread after each opening of the file, before anything is written.</param>
    /// <param name="closing">Closes all other connections of this process.</param>
    public SqliteWriter(SqliteFile file, Action<SqliteSession> opened, Action closing)
    {
        _file = file;
        _opened = opened;
        _closing = closing;
    }

    /// <summary>Runs on the writer's thread at the beginning of each transaction, inside it.</summary>
    public Action<SqliteSession>? Begun { get; init; }

    /// <summary>Runs on the writer's thread when a transaction is durable, before its callers get their results.</summary>
    public Action? Committed { get; init; }

    /// <summary>Runs on the writer's thread at the end of each transaction, whether it was committed or not.</summary>
    public Action? Ended { get; init; }

    /// <summary>Opens the file, creating it when it isn't there.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => RunAsync<object?>(static _ => null, cancellationToken);

    /// <summary>Does something in a transaction.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="cancellationToken">Cancels the wait for the transaction. One that has begun is waited for: otherwise nobody would know
    /// what has become of it.</param>
    /// <param name="committed">What to do with the result when it is durable, before anybody learns of it.</param>
    /// <param name="intake">Whether it goes into the next transaction in any case.</param>
    /// <param name="refusable">Whether it is refused while there is still some room.</param>
    public Task<T> RunAsync<T>(
        Func<SqliteSession, T> work, CancellationToken cancellationToken, Action<T>? committed = null, bool intake = false, bool refusable = false) =>
        EnqueueAsync(new WriteOperation<T>(work, committed) { IsRefusable = refusable }, intake, cancellationToken);

    /// <inheritdoc cref="RunAlongAsync{T}(Func{SqliteSession, T}, Task, Action{T}, CancellationToken)"/>
    public Task<T> RunAlongAsync<T>(Func<SqliteSession, T> work, Task others, CancellationToken cancellationToken) =>
        RunAlongAsync(work, others, null, cancellationToken);

    /// <summary>Does something in the next transaction that others begin, or in one of its own when no more of them come.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="others">Completes when nothing more comes that it could go along with.</param>
    /// <param name="committed">What to do with the result when it is durable, before anybody learns of it.</param>
    /// <param name="cancellationToken">Cancels the wait for the transaction, as with <see cref="RunAsync"/>.</param>
    public Task<T> RunAlongAsync<T>(Func<SqliteSession, T> work, Task others, Action<T>? committed, CancellationToken cancellationToken)
    {
        var operation = new WriteOperation<T>(work, committed);
        lock (_signal)
        {
            if (_stopped)
                return Task.FromException<T>(Stopped());
            _along.Add(operation);
        }
        others.ContinueWith(
            _ =>
            {
                lock (_signal)
                {
                    Start();
                    Monitor.Pulse(_signal);
                    _isAlongDue |= _along.Contains(operation);
                }
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return operation.WaitAsync(cancellationToken);
    }

    /// <summary>Scrubs the file: see <see cref="SqliteScrubbing"/>. Whatever else is to be written waits.</summary>
    public Task ScrubAsync(CancellationToken cancellationToken) => EnqueueAsync(
        new WriteOperation<object?>(
            session =>
            {
                SqliteScrubbing.Run(session, _file.Path);
                return null;
            },
            null)
        { IsAlone = true },
        intake: false,
        cancellationToken);

    public void Dispose()
    {
        lock (_signal)
        {
            _stopped = true;
            Monitor.Pulse(_signal);
        }
        _thread?.Join();
        _session?.Dispose();
    }

    private Task<T> EnqueueAsync<T>(WriteOperation<T> operation, bool intake, CancellationToken cancellationToken)
    {
        lock (_signal)
        {
            if (_stopped)
                return Task.FromException<T>(Stopped());
            Start();
            if (intake)
                _intake.Add(operation);
            else
                _others.Enqueue(operation);
            Monitor.Pulse(_signal);
        }
        return operation.WaitAsync(cancellationToken);
    }

    private ScoreInboxException Stopped() => new(ScoreInboxProblem.Broken, $"{_file.Path} has been closed: the host is stopping.");

    private void Start()
    {
        if (_thread is not null || _stopped)
            return;
        _thread = new Thread(Loop) { IsBackground = true, Name = "Gamezop.Scores.Sqlite writer" };
        _thread.Start();
    }

    private void Loop()
    {
        while (Take())
        {
            if (Try(_batch) is { } failure)
            {
                if (_batch.Count == 1)
                    _batch[0].Failed(failure);
                else
                    foreach (var operation in _batch)
                        if (Try([operation]) is { } own)
                            operation.Failed(own);
            }
            _batch.Clear();
        }
    }

    /// <summary>Waits for work; false when there will be no more.</summary>
    private bool Take()
    {
        lock (_signal)
        {
            while (_intake.Count == 0 && _others.Count == 0 && !_isAlongDue)
            {
                if (!_stopped)
                    Monitor.Wait(_signal);
                else if (_along.Count == 0)
                    return false;
                else
                    _isAlongDue = true;
            }
            if (_others.TryPeek(out var next) && next.IsAlone)
            {
                _batch.Add(_others.Dequeue());
                return true;
            }
            (_intake, _intakeSpare) = (_intakeSpare, _intake);
            _batch.AddRange(_intakeSpare);
            _intakeSpare.Clear();
            _batch.AddRange(_along);
            _along.Clear();
            _isAlongDue = false;
            if (_others.TryDequeue(out var other))
                _batch.Add(other);
            return true;
        }
    }

    /// <summary>Runs operations in one transaction. The caller reports a failure to them.</summary>
    private Exception? Try(List<WriteOperation> operations)
    {
        var failure = Run(operations);
        if (failure is null)
            foreach (var operation in operations)
                operation.Committed();
        Ended?.Invoke();
        return failure;
    }

    private Exception? Run(List<WriteOperation> operations)
    {
        try
        {
            var session = Open();
            var isTransaction = !operations[0].IsAlone;
            if (isTransaction)
            {
                session["BEGIN IMMEDIATE"].Execute();
                Begun?.Invoke(session);
            }
            operations.RemoveAll(static operation => !operation.TryBegin());
            foreach (var operation in operations)
            {
                _file.Limit(session, operation.IsRefusable);
                operation.Execute(session);
            }
            if (SqliteNative.HasMoved(session.Connection))
            {
                Close();
                throw _file.Gone();
            }
            if (isTransaction)
            {
                session["COMMIT"].Execute();
                Committed?.Invoke();
            }
            return null;
        }
        catch (SqliteException exception)
        {
            if (SqliteErrors.KeepsConnection(exception))
                Rollback();
            else
                Close();
            return SqliteErrors.Translate(exception, _file.Path);
        }
        catch (Exception exception)
        {
            // Whatever it was, its callers learn of it, and the writer goes on with others.
            Rollback();
            return exception;
        }
    }

    private SqliteSession Open()
    {
        if (_session is not null)
            return _session;
        var session = _file.OpenForWriting(_create);
        try
        {
            _opened(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
        _create = false;
        return _session = session;
    }

    private void Rollback()
    {
        try
        {
            if (_session is { } session && SqliteNative.InTransaction(session.Connection))
                session["ROLLBACK"].Execute();
        }
        catch (SqliteException)
        {
            Close();
        }
    }

    /// <summary>Closes every connection before another is opened: none may stay on a file that is no longer the one of that name.</summary>
    private void Close()
    {
        _closing();
        _session?.Dispose();
        _session = null;
    }
}

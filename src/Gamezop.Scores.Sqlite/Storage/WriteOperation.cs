namespace Gamezop.Scores.Sqlite;

/// <summary>Something to be done on the writer's thread, inside a transaction that it may share with others.</summary>
internal abstract class WriteOperation
{
    /// <summary>Whether it takes something in: it is refused while there is still room for what becomes of the things that were.</summary>
    public bool IsRefusable { get; init; }

    /// <summary>Whether it runs by itself and outside a transaction.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Says that its transaction has begun: from now on it is done, or fails, whoever gives up on it.</summary>
    /// <returns>False when it was given up before.</returns>
    public abstract bool TryBegin();

    /// <summary>Does the work. Runs again, in another transaction, when the first one failed because of another operation.</summary>
    public abstract void Execute(SqliteSession session);

    /// <summary>The transaction is durable. Runs on the writer's thread.</summary>
    public abstract void Committed();

    public abstract void Failed(Exception exception);
}

/// <summary>An operation with a result.</summary>
/// <param name="work">What to do inside the transaction.</param>
/// <param name="committed">What to do with the result when it is durable, before anybody learns of it.</param>
internal sealed class WriteOperation<T>(Func<SqliteSession, T> work, Action<T>? committed) : WriteOperation
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Stage _stage;

    private enum Stage
    {
        Waiting,
        Begun,
        GivenUp,
    }

    /// <summary>
    /// Waits for its end. Who gives up while it waits for its turn takes it back: what has thrown has not happened, and what has happened
    /// is always told.
    /// </summary>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((WriteOperation<T>)state!).GiveUp(token), this);
        return await _completion.Task;
    }

    public override bool TryBegin() => Interlocked.CompareExchange(ref _stage, Stage.Begun, Stage.Waiting) != Stage.GivenUp;

    public override void Execute(SqliteSession session) => _result = work(session);

    public override void Committed()
    {
        committed?.Invoke(_result);
        _completion.SetResult(_result);
    }

    public override void Failed(Exception exception) => _completion.TrySetException(exception);

    private void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _stage, Stage.GivenUp, Stage.Waiting) == Stage.Waiting)
            _completion.TrySetCanceled(cancellationToken);
    }
}

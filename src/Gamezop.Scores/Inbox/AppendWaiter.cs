using System.Threading.Tasks.Sources;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>A call that waits until its event is durable.</summary>
internal sealed class AppendWaiter(StoredEvent storedEvent, long since) : IValueTaskSource<AppendedEvent>
{
    private ManualResetValueTaskSourceCore<AppendedEvent> _core = new() { RunContinuationsAsynchronously = true };
    private int _ended;

    public StoredEvent Event { get; } = storedEvent;

    /// <summary>The time stamp of its arrival.</summary>
    public long Since { get; } = since;

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    public ValueTask<AppendedEvent> Task => new(this, _core.Version);

    public void Succeed(AppendedEvent result)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _core.SetResult(result);
    }

    public void Fail(ScoreInboxException exception)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _core.SetException(exception);
    }

    AppendedEvent IValueTaskSource<AppendedEvent>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendedEvent>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<AppendedEvent>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}

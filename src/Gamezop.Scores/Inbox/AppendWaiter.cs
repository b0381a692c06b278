using System.Threading.Tasks.Sources;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>A call that waits until its event is durable.</summary>
internal sealed class AppendWaiter(StoredEvent storedEvent, long since) : IValueTaskSource<AppendedEvent>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<AppendedEvent> _core;
    private AppendedEvent _result;
    private ScoreInboxException? _failure;
    private int _ended;

    public StoredEvent Event { get; } = storedEvent;

    /// <summary>The time stamp of its arrival.</summary>
    public long Since { get; } = since;

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    public ValueTask<AppendedEvent> Task => new(this, _core.Version);

    public void Succeed(AppendedEvent result) => End(result, null);

    public void Fail(ScoreInboxException exception) => End(default, exception);

    /// <summary>The caller goes on.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (_failure is { } failure)
            _core.SetException(failure);
        else
            _core.SetResult(_result);
    }

    AppendedEvent IValueTaskSource<AppendedEvent>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendedEvent>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<AppendedEvent>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>In the pool's common queue: first in, first out. A thread's own would answer first who came last.</summary>
    private void End(AppendedEvent result, ScoreInboxException? failure)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        (_result, _failure) = (result, failure);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}

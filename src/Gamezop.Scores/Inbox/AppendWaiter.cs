using System.Threading.Tasks.Sources;

namespace Gamezop.Scores;

/// <summary>A call that waits until its event is durable.</summary>
internal sealed class AppendWaiter(InboxEvent inboxEvent, long since) : IValueTaskSource<InboxAppend>
{
    private ManualResetValueTaskSourceCore<InboxAppend> _core = new() { RunContinuationsAsynchronously = true };
    private int _ended;

    public InboxEvent Event { get; } = inboxEvent;

    /// <summary>The time stamp of its arrival.</summary>
    public long Since { get; } = since;

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    public ValueTask<InboxAppend> Task => new(this, _core.Version);

    public void Succeed(InboxAppend result)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _core.SetResult(result);
    }

    public void Fail(ScoreInboxException exception)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _core.SetException(exception);
    }

    InboxAppend IValueTaskSource<InboxAppend>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<InboxAppend>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<InboxAppend>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}

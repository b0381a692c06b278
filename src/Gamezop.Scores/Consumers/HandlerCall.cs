namespace Gamezop.Scores;

/// <summary>Events of one or more users that are handed to a handler together, or in parts one after the other when a part has failed.</summary>
internal sealed class HandlerBatch(IReadOnlyList<UserQueue> users)
{
    public IReadOnlyList<UserQueue> Users => users;

    /// <summary>What is still to be handed over, in order.</summary>
    public Stack<IReadOnlyList<ConsumerItem>> Parts { get; } = new();

    /// <summary>Hands events over once more, in halves: which one is poisonous shows in as few calls as possible.</summary>
    public void Split(List<ConsumerItem> failed)
    {
        if (failed.Count == 0)
            return;
        var half = failed.Count / 2;
        Parts.Push(failed[half..]);
        if (half > 0)
            Parts.Push(failed[..half]);
    }
}

/// <summary>One call of a handler that is under way.</summary>
internal sealed class HandlerCall(HandlerBatch batch, IReadOnlyList<ConsumerItem> items, CancellationTokenSource? unused, long started)
{
    private int _ended;

    public HandlerBatch Batch => batch;

    public IReadOnlyList<ConsumerItem> Items => items;

    /// <summary>The time stamp of its beginning.</summary>
    public long Started => started;

    /// <summary>What an earlier call did not use up, or a new one. Without a timer there is nothing in it to be disposed of.</summary>
    public CancellationTokenSource Cancellation { get; } = unused is not null && unused.TryReset() ? unused : new CancellationTokenSource();

    /// <summary>Either the handler ends the call or the time limit does; the second one gets false.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}

using System.Collections.Immutable;

namespace Gamezop.Scores;

/// <summary>A leased delivery until each of its handlers has ended.</summary>
internal sealed class OpenDelivery(InboxDelivery delivery, Action<OpenDelivery> ended)
{
    private ImmutableArray<InboxFailure> _failures = [];
    private int _awaited = 1;

    public InboxDelivery Delivery => delivery;

    /// <summary>Why it must not be settled: the host is stopping, and this was not tried.</summary>
    public bool IsAbandoned { get; private set; }

    public IReadOnlyList<InboxFailure> Failures => _failures;

    /// <summary>One more handler is to end. The creator counts as one, until it says <see cref="End"/>.</summary>
    public void Await() => Interlocked.Increment(ref _awaited);

    public void Fail(InboxFailure failure)
    {
        ImmutableInterlocked.Update(ref _failures, static (failures, one) => failures.Add(one), failure);
        End();
    }

    /// <summary>A handler was not run; all are left to the next start.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        End();
    }

    public void End()
    {
        if (Interlocked.Decrement(ref _awaited) == 0)
            ended(this);
    }
}

namespace Gamezop.Scores;

/// <summary>One call of a handler that is under way.</summary>
internal sealed class LaneRun(IReadOnlyList<LaneItem> items, IReadOnlyList<LaneUser> users, CancellationTokenSource? unused, long started)
{
    private int _ended;

    public IReadOnlyList<LaneItem> Items => items;

    public IReadOnlyList<LaneUser> Users => users;

    /// <summary>The time stamp of its beginning.</summary>
    public long Started => started;

    /// <summary>What an earlier run did not use up, or a new one. Without a timer there is nothing in it to be disposed of.</summary>
    public CancellationTokenSource Cancellation { get; } = unused is not null && unused.TryReset() ? unused : new CancellationTokenSource();

    /// <summary>Either the handler ends the run or the time limit does; who comes second learns that here.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}

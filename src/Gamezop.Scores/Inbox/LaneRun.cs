namespace Gamezop.Scores;

/// <summary>One call of a handler that is under way.</summary>
internal sealed class LaneRun(IReadOnlyList<LaneItem> items, IReadOnlyList<LaneUser> users, long started)
{
    private int _ended;

    public IReadOnlyList<LaneItem> Items => items;

    public IReadOnlyList<LaneUser> Users => users;

    /// <summary>The time stamp of its beginning.</summary>
    public long Started => started;

    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Either the handler ends the run or the time limit does; who comes second learns that here.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>How far one consumer has come in one partition that it has leased. Not for concurrent use: the consumer locks it.</summary>
internal sealed class PartitionProgress(ConsumerLease lease)
{
    private readonly Queue<ConsumerItem> _window = new();
    private readonly Dictionary<LogPosition, ConsumerItem> _retries = [];
    private volatile bool _isEnding;

    public ConsumerLease Lease => lease;

    /// <summary>Where to read on.</summary>
    public LogPosition ReadTo { get; set; } = lease.Position;

    public LogPosition Committed { get; private set; } = lease.Position;

    /// <summary>Whether the events that were put aside by an earlier owner have been read: they come before what is new.</summary>
    public bool HasReadPutAside { get; set; }

    /// <summary>Whether no more of its events are handed to the handler: the lease is lost, or is being given back.</summary>
    public bool IsEnding
    {
        get => _isEnding;
        set => _isEnding = value;
    }

    /// <summary>Whether somebody else has the partition: what was not committed is not this consumer's any more.</summary>
    public bool IsLost { get; set; }

    /// <summary>The events in hand of which the store has a retry, or may have.</summary>
    public IEnumerable<LogPosition> RetryPositions => _retries.Keys.Concat(_window.Where(item => item.MayBeRetry).Select(item => item.Position));

    /// <summary>The events that the handler is not done with.</summary>
    public IEnumerable<ConsumerItem> Unfinished => _window.Concat(_retries.Values).Where(item => item.Outcome is null);

    /// <summary>How many events the handler is done with, and the log does not know it yet.</summary>
    public int Uncommitted => _window.Concat(_retries.Values).Count(item => item.Outcome is not null);

    /// <summary>How many retries in hand were read from the store, those that were set aside here not counted.</summary>
    public int ReadRetryCount => _retries.Values.Count(item => item.WasRetry);

    public void Add(ConsumerItem item) => _window.Enqueue(item);

    /// <summary>Takes a retry in hand, unless its event is in hand already.</summary>
    /// <param name="item">The retry.</param>
    /// <param name="committed">
    /// How far the consumer had come when the store was asked. What is behind that is in the window, or will be: its retry has its turn afterwards.
    /// </param>
    /// <returns>Whether it was taken.</returns>
    public bool TryAddRetry(ConsumerItem item, LogPosition committed) => item.Position <= committed && _retries.TryAdd(item.Position, item);

    /// <summary>What there is to commit; null when nothing has changed.</summary>
    /// <param name="now">The time stamp of now.</param>
    /// <param name="elapsed">Tells how long a time stamp is ago.</param>
    /// <param name="gapTime">
    /// For how long unfinished events may hold up what is finished behind them: then they become retries in the store, and stay in hand.
    /// </param>
    public PendingCommit? Prepare(long now, Func<long, long, TimeSpan> elapsed, TimeSpan gapTime)
    {
        var outcomes = new List<EventOutcome>();
        var ended = new List<ConsumerItem>();
        foreach (var retry in _retries.Values.Where(retry => retry.Outcome is not null))
        {
            outcomes.Add(retry.Outcome!.Value with { ReplayId = retry.ReplayId });
            ended.Add(retry);
        }

        var position = Committed;
        var count = _window.TakeWhile(item => item.Outcome is not null).Count();
        if (count < _window.Count && elapsed(_window.ElementAt(count).ReadAt, now) >= gapTime)
            count = Math.Max(count, LastEnded());
        var setAside = new List<ConsumerItem>();
        foreach (var item in _window.Take(count))
        {
            position = item.Position;
            if (item.Outcome is not { } outcome)
            {
                item.MayBeRetry = true;
                setAside.Add(item);
                outcomes.Add(new EventOutcome { Position = item.Position, Kind = EventOutcomeKind.PutAside, Error = "" });
                continue;
            }
            ended.Add(item);
            if (outcome.Kind != EventOutcomeKind.Done || item.MayBeRetry)
                outcomes.Add(outcome);
            item.MayBeRetry |= outcome.Kind == EventOutcomeKind.Retry;
        }

        if (count == _window.Count)
            position = ReadTo;
        return outcomes.Count == 0 && position == Committed
            ? null
            : new PendingCommit(this, new ConsumerCommit { Lease = lease, Position = position, Outcomes = outcomes }, count, ended, setAside);
    }

    /// <summary>A commit holds.</summary>
    public void Apply(PendingCommit pending)
    {
        for (var i = 0; i < pending.FromWindow; i++)
            _window.Dequeue();
        foreach (var item in pending.Ended)
            _retries.Remove(item.Position);
        foreach (var item in pending.SetAside)
            _retries[item.Position] = item;
        Committed = pending.Commit.Position;
    }

    private int LastEnded()
    {
        var (index, last) = (0, 0);
        foreach (var item in _window)
        {
            index++;
            if (item.Outcome is not null)
                last = index;
        }

        return last;
    }
}

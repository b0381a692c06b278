using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>Reads the retries of one consumer when they may be due, a bounded number at a time.</summary>
internal sealed class ConsumerRetries(string consumer, ConsumerParts parts)
{
    /// <summary>So many events that are not new may be in hand: a broken handler's retries keep nothing new out.</summary>
    private const int MaxInHand = 512;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private long _readAt;
    private TimeSpan _delay;

    /// <summary>How long to wait for retries that become due, at most.</summary>
    public TimeSpan Wait => _delay > TimeSpan.Zero && _delay < PollInterval ? _delay : PollInterval;

    /// <summary>Whether it is time to look.</summary>
    public bool IsTime => parts.Time.GetElapsedTime(_readAt) >= _delay;

    /// <summary>Some may be due after a delay from now on.</summary>
    public void Expect(TimeSpan delay) => _delay = TimeSpan.FromTicks(Math.Min(_delay.Ticks, (parts.Time.GetElapsedTime(_readAt) + delay).Ticks));

    /// <summary>Reads those that are due.</summary>
    /// <param name="partitions">Where.</param>
    /// <param name="inHand">What is in hand already.</param>
    /// <param name="putAsideOnly">Whether only those that an earlier owner put aside.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The retries, and whether these are all.</returns>
    public async ValueTask<(IReadOnlyList<LogRetry> Retries, bool IsAll)> ReadAsync(
        IReadOnlyList<int> partitions, RetriesInHand inHand, bool putAsideOnly, CancellationToken cancellationToken)
    {
        if (!putAsideOnly)
            (_delay, _readAt) = (PollInterval, parts.Time.GetTimestamp());
        // What was put aside has to come before what is new, so it is never left for later.
        var max = putAsideOnly ? MaxInHand : MaxInHand - inHand.ReadCount;
        if (max <= 0 || partitions.Count == 0)
            return ([], partitions.Count == 0);
        var query = new RetryQuery { Consumer = consumer, Partitions = partitions, Max = max, Excluding = inHand.Positions, PutAsideOnly = putAsideOnly };
        var retries = await parts.Log.ReadRetriesAsync(query, cancellationToken);
        return (retries, retries.Count < max);
    }
}

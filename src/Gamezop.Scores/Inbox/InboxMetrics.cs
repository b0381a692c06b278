using System.Diagnostics.Metrics;

namespace Gamezop.Scores;

/// <summary>The inbox's instruments, on the package's meter.</summary>
internal sealed class InboxMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<int> _appendSize;
    private readonly Histogram<double> _appendTime;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _deadLetters;

    public InboxMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(ScoreMetrics.Name) ?? new Meter(ScoreMetrics.Name);
        _appendSize = _meter.CreateHistogram<int>("gamezop.scores.inbox.append.size", "{event}", "Events that shared one append.");
        _appendTime = _meter.CreateHistogram<double>("gamezop.scores.inbox.append.duration", "s", "Time of one append, until it was durable.");
        _batchSize = _meter.CreateHistogram<int>("gamezop.scores.inbox.batch.size", "{event}", "Events handed to a handler at once.");
        _lag = _meter.CreateHistogram<double>("gamezop.scores.inbox.lag", "s", "Time from an event's arrival to its first delivery.");
        _retries = _meter.CreateCounter<long>("gamezop.scores.inbox.retries", "{delivery}", "Failed attempts that will be repeated, by handler.");
        _deadLetters = _meter.CreateCounter<long>("gamezop.scores.inbox.dead_letters", "{delivery}", "Deliveries that were given up, by handler.");
    }

    /// <summary>Lets the gauges read what was counted last.</summary>
    public void Observe(Func<InboxStatistics?> statistics, TimeProvider time)
    {
        _meter.CreateObservableGauge("gamezop.scores.inbox.depth", () => statistics()?.Depth ?? 0, "{delivery}", "Deliveries that wait or are under way.");
        _meter.CreateObservableGauge(
            "gamezop.scores.inbox.oldest", () => statistics()?.OldestWaiting is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0, "s", "Age of the oldest event that waits.");
        _meter.CreateObservableGauge("gamezop.scores.inbox.dead_letters.count", () => statistics()?.DeadLetters ?? 0, "{delivery}", "Dead letters that are kept.");
        _meter.CreateObservableGauge("gamezop.scores.inbox.quarantined.count", () => statistics()?.Quarantined ?? 0, "{event}", "Events in quarantine.");
    }

    public void Appended(int events, TimeSpan elapsed)
    {
        _appendSize.Record(events);
        _appendTime.Record(elapsed.TotalSeconds);
    }

    public void Batch(int events) => _batchSize.Record(events);

    public void FirstDelivery(TimeSpan lag) => _lag.Record(lag.TotalSeconds);

    public void Failed(string handler, bool isDead) => (isDead ? _deadLetters : _retries).Add(1, new KeyValuePair<string, object?>("gamezop.handler", handler));

    public void Dispose() => _meter.Dispose();
}

using System.Diagnostics.Metrics;
using Gamezop.Scores.Storage;

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
    private StoreTime? _time;

    public InboxMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(ScoreMetrics.Name) ?? new Meter(ScoreMetrics.Name);
        _appendSize = _meter.CreateHistogram<int>("gamezop.scores.inbox.append.size", "{event}", "Events that shared one append.");
        _appendTime = _meter.CreateHistogram<double>("gamezop.scores.inbox.append.duration", "s", "Time of one append, until it was durable.");
        _batchSize = _meter.CreateHistogram<int>("gamezop.scores.inbox.batch.size", "{event}", "Events handed to a handler at once.");
        _lag = _meter.CreateHistogram<double>("gamezop.scores.inbox.lag", "s", "Time from an event's arrival until it is read for a handler, by handler.");
        _retries = _meter.CreateCounter<long>("gamezop.scores.inbox.retries", "{attempt}", "Failed attempts that will be repeated, by handler.");
        _deadLetters = _meter.CreateCounter<long>("gamezop.scores.inbox.dead_letters", "{event}", "Events that were given up, by handler.");
    }

    /// <summary>Lets the gauges read what was counted last.</summary>
    public void Observe(Func<EventLogStatistics?> statistics, StoreTime time)
    {
        _time = time;
        _meter.CreateObservableGauge(
            "gamezop.scores.inbox.depth", () => Each(consumer => consumer.Waiting), "{event}", "Events that wait or are under way, by handler.");
        _meter.CreateObservableGauge(
            "gamezop.scores.inbox.oldest", () => Each(consumer => consumer.OldestWaiting is { } oldest ? Age(oldest).TotalSeconds : 0), "s",
            "Age of the oldest event that waits, by handler.");

        IEnumerable<Measurement<T>> Each<T>(Func<ConsumerInfo, T> value)
            where T : struct =>
            statistics()?.Consumers.Select(consumer => new Measurement<T>(value(consumer), Handler(consumer.Name))) ?? [];

        _meter.CreateObservableGauge("gamezop.scores.inbox.dead_letters.count", () => statistics()?.DeadLetters ?? 0, "{event}", "Dead letters that are kept.");
        _meter.CreateObservableGauge("gamezop.scores.inbox.quarantined.count", () => statistics()?.Quarantined ?? 0, "{event}", "Events in quarantine.");
    }

    public void Appended(int events, TimeSpan elapsed)
    {
        Record(_appendSize, events);
        Record(_appendTime, elapsed.TotalSeconds);
    }

    public void Batch(int events) => Record(_batchSize, events);

    public void FirstDelivery(string handler, DateTimeOffset receivedAt)
    {
        if (_lag.Enabled)
            Record(_lag, Age(receivedAt).TotalSeconds, Handler(handler));
    }

    public void Failed(string handler, bool isDead)
    {
        try
        {
            (isDead ? _deadLetters : _retries).Add(1, Handler(handler));
        }
        catch (Exception)
        {
            // As below.
        }
    }

    public void Dispose() => _meter.Dispose();

    private static void Record<T>(Histogram<T> histogram, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception)
        {
            // Listeners are others' code. One that fails must not keep an event from being handed over or settled.
        }
    }

    /// <summary>Not negative where the estimate of the store's time is a little behind.</summary>
    private TimeSpan Age(DateTimeOffset receivedAt) => _time is { } time && time.Now - receivedAt is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero;

    private static KeyValuePair<string, object?> Handler(string name) => new("gamezop.handler", name);
}

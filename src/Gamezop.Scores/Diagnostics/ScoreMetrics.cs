using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gamezop.Scores;

/// <summary>The package's meter. A measurement that nobody listens to costs a field read.</summary>
internal sealed class ScoreMetrics : IDisposable
{
    public const string Name = "Gamezop.Scores";

    private readonly Meter _meter;
    private readonly Counter<long> _events;
    private readonly Counter<long> _refusedKeys;
    private readonly Counter<long> _refusedSubs;
    private readonly Counter<long> _future;
    private readonly Histogram<double> _requests;
    private readonly Histogram<double> _handlers;
    private readonly Histogram<int> _bodies;

    public ScoreMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _events = _meter.CreateCounter<long>("gamezop.scores.events", "{event}", "Score events, by state and outcome.");
        _refusedKeys = _meter.CreateCounter<long>("gamezop.scores.api_keys.refused", "{call}", "Calls whose api-key header was missing, wrong or repeated.");
        _refusedSubs = _meter.CreateCounter<long>("gamezop.scores.subs.refused", "{event}", "Events whose sub was not made by this application.");
        _future = _meter.CreateCounter<long>("gamezop.scores.events.future", "{event}", "Events that are dated more than 5 minutes after their arrival.");
        _requests = _meter.CreateHistogram<double>("gamezop.scores.request.duration", "s", "Time from the right api key to the answer.", advice: Seconds);
        _handlers = _meter.CreateHistogram<double>("gamezop.scores.handler.duration", "s", "Time in one handler.", advice: Seconds);
        _bodies = _meter.CreateHistogram<int>("gamezop.scores.request.body.size", "By", "Length of the bodies read.");
    }

    private static InstrumentAdvice<double> Seconds =>
        new()
        {
            HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        };

    public void KeyRefused(string reason) => _refusedKeys.Add(1, new KeyValuePair<string, object?>("gamezop.reason", reason));

    public void SubRefused(string? source)
    {
        if (_refusedSubs.Enabled)
            _refusedSubs.Add(1, Tags(source));
    }

    public void Future() => _future.Add(1);

    public void Body(long bytes) => _bodies.Record((int)bytes);

    public void Event(string? state, string outcome, string? source)
    {
        if (_events.Enabled)
            _events.Add(1, Tags(source, new("gamezop.state", state), new("gamezop.outcome", outcome)));
    }

    /// <summary>When a request began, or 0 when nobody listens.</summary>
    public long StartRequest() => _requests.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void StopRequest(long started, string outcome, string? source)
    {
        if (started != 0)
            _requests.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, Tags(source, new KeyValuePair<string, object?>("gamezop.outcome", outcome)));
    }

    /// <summary>When a handler began, or 0 when nobody listens.</summary>
    public long StartHandler() => _handlers.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void StopHandler(long started, string handler, Exception? failure)
    {
        if (started == 0)
            return;
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (failure is null)
            _handlers.Record(elapsed, new KeyValuePair<string, object?>("gamezop.handler", handler));
        else
            _handlers.Record(elapsed, new("gamezop.handler", handler), new("error.type", failure.GetType().FullName));
    }

    public void Dispose() => _meter.Dispose();

    // Where no sources are configured the measurements look as if there were no such thing.
    private static TagList Tags(string? source, params ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        var tags = new TagList(others);
        if (source is not null)
            tags.Add("gamezop.source", source);
        return tags;
    }
}

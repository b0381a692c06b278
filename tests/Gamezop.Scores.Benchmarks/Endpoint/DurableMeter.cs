using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>Listens to the SDK's meter: times and sizes of appends, and duplicates.</summary>
internal sealed class DurableMeter
{
    private readonly Lock _lock = new();
    private readonly List<double> _times = [];
    private long _events;
    private long _duplicates;

    [SuppressMessage("Reliability", "CA2000", Justification = "Listens as long as the process lives.")]
    public DurableMeter()
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Gamezop.Scores")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (instrument.Name == "gamezop.scores.inbox.append.size")
                Interlocked.Add(ref _events, value);
        });
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (instrument.Name != "gamezop.scores.inbox.append.duration")
                return;
            lock (_lock)
                _times.Add(value * 1e3);
        });
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "gamezop.scores.events" && tags[1].Value is "duplicate")
                Interlocked.Add(ref _duplicates, value);
        });
        listener.Start();
    }

    /// <summary>The figures since the last call.</summary>
    public DurableFigures Take(long waiting, long pruned)
    {
        lock (_lock)
        {
            double time = _times.Count == 0 ? 0 : Rounds.Median(_times);
            double group = (double)Interlocked.Exchange(ref _events, 0) / Math.Max(1, _times.Count);
            _times.Clear();
            return new DurableFigures(time, group, waiting, Interlocked.Exchange(ref _duplicates, 0), pruned);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>What one application's meter measured.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();

    public ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> All { get; } = new();

    /// <summary>Has the gauges measure now.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public double Sum(string name) => All.Where(measured => measured.Name == name).Sum(measured => measured.Value);

    /// <summary>Listens to the meters made by this application's factory and no other's.</summary>
    public void Follow(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Gamezop.Scores" && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        All.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary()));
}

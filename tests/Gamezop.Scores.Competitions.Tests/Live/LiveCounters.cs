using System.Diagnostics.Metrics;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Live;

/// <summary>What the live stream's instruments say of one host.</summary>
internal sealed class LiveCounters : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _renderings;
    private long _streams;
    private long _dropped;

    public LiveCounters(CompetitionsHost host)
    {
        IMeterFactory factory = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Meter.Name == "Gamezop.Scores.Competitions")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _ = instrument.Name switch
        {
            "gamezop.competitions.live.renderings" => Interlocked.Add(ref _renderings, value),
            "gamezop.competitions.live.dropped" => Interlocked.Add(ref _dropped, value),
            _ => 0,
        });
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _ = instrument.Name == "gamezop.competitions.live.streams" ? Interlocked.Add(ref _streams, value) : 0);
        _listener.Start();
    }

    public long Renderings => Interlocked.Read(ref _renderings);

    public long Streams => Interlocked.Read(ref _streams);

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Dispose() => _listener.Dispose();
}

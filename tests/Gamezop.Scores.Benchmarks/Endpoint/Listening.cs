using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>Somebody who listens to a meter, as an exporter does, and adds up.</summary>
internal static class Listening
{
    private static double _sum;

    [SuppressMessage("Reliability", "CA2000", Justification = "Listens as long as the process lives.")]
    public static void Start(string meter)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == meter)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Volatile.Write(ref _sum, _sum + value));
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => Volatile.Write(ref _sum, _sum + value));
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => Volatile.Write(ref _sum, _sum + value));
        listener.Start();
    }
}

using System.Diagnostics.Metrics;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>One counter, listened to.</summary>
public sealed class HandwrittenMeter
{
    private readonly Counter<long> _events;

    public HandwrittenMeter(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Listening.Start("Handwritten");
        _events = factory.Create("Handwritten").CreateCounter<long>("scores");
    }

    public void Count(string? state) => _events.Add(1, new("state", state), new("outcome", "handled"));
}

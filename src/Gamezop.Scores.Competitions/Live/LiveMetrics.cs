using System.Diagnostics.Metrics;

namespace Gamezop.Scores.Competitions;

/// <summary>The live stream's instruments.</summary>
internal sealed class LiveMetrics : IDisposable
{
    public const string Name = "Gamezop.Scores.Competitions";

    private readonly Meter _meter;
    private readonly UpDownCounter<int> _followers;
    private readonly Counter<long> _renderings;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;

    public LiveMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _followers = _meter.CreateUpDownCounter<int>("gamezop.competitions.live.streams", "{stream}", "Live streams that are open.");
        _renderings = _meter.CreateCounter<long>("gamezop.competitions.live.renderings", "{rendering}", "Rankings rendered for live streams; one serves all who follow it.");
        _dropped = _meter.CreateCounter<long>("gamezop.competitions.live.dropped", "{stream}", "Live streams cut because their reader was too slow.");
        _refused = _meter.CreateCounter<long>("gamezop.competitions.live.refused", "{stream}",
            "Live streams refused because too many streams are open or too many rankings are followed.");
    }

    public void Followers(int change) => _followers.Add(change);

    public void Rendered() => _renderings.Add(1);

    public void Dropped() => _dropped.Add(1);

    public void Refused() => _refused.Add(1);

    public void Dispose() => _meter.Dispose();
}

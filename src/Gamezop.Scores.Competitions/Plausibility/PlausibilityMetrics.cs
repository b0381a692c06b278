using System.Diagnostics.Metrics;

namespace Gamezop.Scores.Competitions;

/// <summary>The instrument of plausibility.</summary>
internal sealed class PlausibilityMetrics : IDisposable
{
    private const string Name = "Gamezop.Scores.Competitions";

    private readonly Meter _meter;
    private readonly Counter<long> _verdicts;

    public PlausibilityMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _verdicts = _meter.CreateCounter<long>("gamezop.competitions.plausibility.verdicts", "{verdict}", "Plays that were found implausible, by rule and outcome; once for each rule that they break.");
    }

    public void Found(PlausibilityVerdict verdict)
    {
        foreach (string rule in verdict.Breaches.Select(breach => breach.Rule).Distinct(StringComparer.Ordinal))
            _verdicts.Add(1, new("gamezop.plausibility.rule", rule), new("gamezop.plausibility.outcome", verdict.Outcome == PlausibilityOutcome.Mark ? "mark" : "quarantine"));
    }

    public void Dispose() => _meter.Dispose();
}

using System.Diagnostics.Metrics;

namespace Gamezop.Scores.Competitions;

/// <summary>The rewards' instruments.</summary>
internal sealed class RewardMetrics : IDisposable
{
    private const string Name = "Gamezop.Scores.Competitions";

    private readonly Meter _meter;
    private readonly Counter<long> _granted;
    private readonly Counter<long> _paid;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _deadLetters;

    public RewardMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _granted = _meter.CreateCounter<long>("gamezop.competitions.rewards.granted", "{reward}", "Rewards that were earned, by kind.");
        _paid = _meter.CreateCounter<long>("gamezop.competitions.rewards.paid", "{reward}", "Rewards that were paid, by kind.");
        _failed = _meter.CreateCounter<long>("gamezop.competitions.rewards.failed", "{attempt}", "Attempts to pay a reward that failed, by kind.");
        _deadLetters = _meter.CreateCounter<long>("gamezop.competitions.rewards.dead_letters", "{reward}", "Rewards that were given up until somebody replays them, by kind.");
    }

    public void Granted(RewardGrant grant) => _granted.Add(1, Kind(grant));

    public void Paid(RewardGrant grant) => _paid.Add(1, Kind(grant));

    public void Failed(RewardGrant grant, bool isDead)
    {
        _failed.Add(1, Kind(grant));
        if (isDead)
            _deadLetters.Add(1, Kind(grant));
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Kind(RewardGrant grant) => new("gamezop.reward.kind", grant.Reward.Kind);
}

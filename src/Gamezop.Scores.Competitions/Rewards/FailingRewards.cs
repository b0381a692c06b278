using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>Rewards whose last attempt failed and that wait for the next one: health tells of them until they are paid, given up or taken back.</summary>
internal sealed class FailingRewards
{
    private const int Most = 1_000;
    private const int CheckedAtOnce = 100;

    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>What health says; null when there are none.</summary>
    public string? Describe() => _reasons.FirstOrDefault() is { Key: not null } first
        ? $"{(_reasons.Count >= Most ? "At least " : "")}{_reasons.Count} rewards could not be paid and are tried again, one because of: {first.Value}"
        : null;

    public void Add(string key, Exception failure)
    {
        if (_reasons.Count < Most)
            _reasons[key] = RewardErrors.TextOf(failure).Split('\n', 2)[0].TrimEnd();
    }

    public void Remove(string key) => _reasons.TryRemove(key, out _);

    /// <summary>Forgets those that are owed no more, because somebody took them back or erased their user.</summary>
    public async ValueTask CheckAsync(IRewardStore store, CancellationToken cancellationToken)
    {
        string[] keys = [.. _reasons.Keys.Take(CheckedAtOnce)];
        if (keys.Length == 0)
            return;
        var found = await store.FindAsync(keys, cancellationToken);
        var owed = found.Where(reward => reward.Status == RewardStatus.Owed).Select(reward => reward.Grant.Key).ToHashSet();
        foreach (var key in keys.Where(key => !owed.Contains(key)))
            Remove(key);
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Rewards in memory: what an application without a store uses. They are gone when the process ends.</summary>
internal sealed class MemoryRewardStore : IRewardStore
{
    private static readonly Comparer<RewardGrant> ListingOrder = Comparer<RewardGrant>.Create(static (a, b) =>
        a.EarnedAt.CompareTo(b.EarnedAt) is not 0 and var order ? order : Utf8Order.Compare(a.Key, b.Key));

    private static readonly Comparer<(DateTimeOffset At, string Key)> DueOrder = Comparer<(DateTimeOffset At, string Key)>.Create(static (a, b) =>
        a.At.CompareTo(b.At) is not 0 and var order ? order : string.CompareOrdinal(a.Key, b.Key));

    private readonly Dictionary<string, StoredReward> _rewards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<RewardGrant>> _users = new(StringComparer.Ordinal);
    private readonly SortedSet<RewardGrant> _listing = new(ListingOrder);
    private readonly Dictionary<RewardStatus, SortedSet<(DateTimeOffset At, string Key)>> _due = [];
    private readonly Dictionary<RewardStatus, long> _counts = [];

    /// <summary>Held for every step; who changes something else in the same step holds it too.</summary>
    public Lock Gate { get; } = new();

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<bool>> AddAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new([.. rewards.Select(Add)]);
    }

    /// <summary>Adds one, under <see cref="Gate"/>.</summary>
    public bool Add(StoredReward reward)
    {
        if (!_rewards.TryAdd(reward.Grant.Key, reward with { Version = 1 }))
            return false;
        _listing.Add(reward.Grant);
        if (!_users.TryGetValue(reward.Grant.UserId, out SortedSet<RewardGrant>? grants))
            _users[reward.Grant.UserId] = grants = new(ListingOrder);
        grants.Add(reward.Grant);
        Enlist(reward);
        return true;
    }

    /// <summary>Changes one, under <see cref="Gate"/>.</summary>
    public bool Write(StoredReward reward)
    {
        if (!_rewards.TryGetValue(reward.Grant.Key, out StoredReward? old) || old.Version != reward.Version)
            return false;
        Delist(old);
        _rewards[reward.Grant.Key] = reward with { Grant = old.Grant, Version = old.Version + 1 };
        Enlist(reward);
        return true;
    }

    public ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new([.. rewards.Select(Write)]);
    }

    public ValueTask<IReadOnlyList<StoredReward>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new([.. keys.Where(_rewards.ContainsKey).Select(key => _rewards[key])]);
    }

    public ValueTask<IReadOnlyList<StoredReward>> ReadAsync(StoredRewardFilter filter, RewardGrant? after, int max, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            SortedSet<RewardGrant> all = filter.UserId is not { } userId ? _listing : _users.GetValueOrDefault(userId) ?? [];
            if (all.Count == 0)
                return new([]);
            IEnumerable<RewardGrant> rest = after is null ? all : ListingOrder.Compare(after, all.Max) >= 0 ? [] : all.GetViewBetween(after, all.Max).SkipWhile(grant => ListingOrder.Compare(grant, after) <= 0);
            return new([.. rest
                .Where(grant => !(grant.EarnedAt < filter.From) && !(grant.EarnedAt >= filter.To))
                .Select(grant => _rewards[grant.Key])
                .Where(reward => filter.Status is not { } status || reward.Status == status)
                .Take(max)]);
        }
    }

    public ValueTask<IReadOnlyList<StoredReward>> ReadDueAsync(RewardStatus status, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new([.. _due.GetValueOrDefault(status, []).TakeWhile(due => due.At <= now).Take(max).Select(due => _rewards[due.Key])]);
    }

    public ValueTask<long> CountAsync(RewardStatus status, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new(_counts.GetValueOrDefault(status));
    }

    public ValueTask EraseAsync(string userId, IReadOnlyList<StoredReward> nameless, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (_users.Remove(userId, out SortedSet<RewardGrant>? grants))
                foreach (RewardGrant grant in grants)
                {
                    _listing.Remove(grant);
                    _rewards.Remove(grant.Key, out StoredReward? reward);
                    Delist(reward!);
                }

            foreach (StoredReward reward in nameless)
                Add(reward);
        }

        return default;
    }

    private void Enlist(StoredReward reward)
    {
        _counts[reward.Status] = _counts.GetValueOrDefault(reward.Status) + 1;
        if (reward.DueAt is not { } at)
            return;
        if (!_due.TryGetValue(reward.Status, out SortedSet<(DateTimeOffset At, string Key)>? due))
            _due[reward.Status] = due = new(DueOrder);
        due.Add((at, reward.Grant.Key));
    }

    private void Delist(StoredReward reward)
    {
        _counts[reward.Status]--;
        if (reward.DueAt is { } at)
            _due[reward.Status].Remove((at, reward.Grant.Key));
    }
}

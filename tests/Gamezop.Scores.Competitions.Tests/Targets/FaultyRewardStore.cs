namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>A store of rewards with a <see cref="FaultPoint"/> around every call that paying makes.</summary>
internal sealed class FaultyRewardStore(IRewardStore inner, FaultPoint fault) : IRewardStore
{
    public ValueTask StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public ValueTask<IReadOnlyList<bool>> AddAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken) =>
        fault.AroundAsync("Add", () => inner.AddAsync(rewards, cancellationToken));

    public ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken) =>
        fault.AroundAsync("Pay", () => inner.WriteAsync(rewards, cancellationToken));

    public ValueTask<IReadOnlyList<StoredReward>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        fault.AroundAsync("Find", () => inner.FindAsync(keys, cancellationToken));

    public ValueTask<IReadOnlyList<StoredReward>> ReadAsync(StoredRewardFilter filter, RewardGrant? after, int max, CancellationToken cancellationToken) => inner.ReadAsync(filter, after, max, cancellationToken);

    public ValueTask<IReadOnlyList<StoredReward>> ReadDueAsync(RewardStatus status, DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        fault.AroundAsync("Due", () => inner.ReadDueAsync(status, now, max, cancellationToken));

    public ValueTask<long> CountAsync(RewardStatus status, CancellationToken cancellationToken) => inner.CountAsync(status, cancellationToken);

    public ValueTask EraseAsync(string userId, IReadOnlyList<StoredReward> nameless, CancellationToken cancellationToken) => inner.EraseAsync(userId, nameless, cancellationToken);
}

using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>Rewards in the competitions' file.</summary>
internal sealed class SqliteRewardStore(CompetitionsDatabase database) : IRewardStore
{
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        await database.WriteAsync(static session => session[RewardSql.FreeLeases].Execute(), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<bool>> AddAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => rewards.Select(reward => RewardRows.Add(session, reward)).ToArray(), cancellationToken);

    public async ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredReward> rewards, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => rewards.Select(reward => RewardRows.Write(session, reward)).ToArray(), cancellationToken);

    public ValueTask<IReadOnlyList<StoredReward>> FindAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<StoredReward>>(
        session => [.. keys.SelectMany(key => LeaderboardRows.All(session[RewardSql.Find].Query(key), RewardRows.Read))]));

    public ValueTask<IReadOnlyList<StoredReward>> ReadAsync(StoredRewardFilter filter, RewardGrant? after, int max, CancellationToken cancellationToken)
    {
        (long Ticks, string Key) last = after is null ? (-1, "") : (after.EarnedAt.UtcTicks, after.Key);
        long from = filter.From?.UtcTicks ?? 0;
        long to = filter.To?.UtcTicks ?? long.MaxValue;
        return new(database.Read(session => LeaderboardRows.All(
            filter switch
            {
                { UserId: { } userId } => session[RewardSql.OfUser].Query(userId, last.Ticks, last.Key, from, to, (int?)filter.Status, max),
                { Status: { } status } => session[RewardSql.OfStatus].Query((int)status, last.Ticks, last.Key, from, to, max),
                _ => session[RewardSql.OfTime].Query(last.Ticks, last.Key, from, to, max),
            },
            RewardRows.Read)));
    }

    public ValueTask<IReadOnlyList<StoredReward>> ReadDueAsync(RewardStatus status, DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        new(database.Read(session => LeaderboardRows.All(session[RewardSql.Due].Query((int)status, now.UtcTicks, max), RewardRows.Read)));

    public ValueTask<long> CountAsync(RewardStatus status, CancellationToken cancellationToken) =>
        new(database.Read(session => session[RewardSql.Count].Number((int)status) ?? 0));

    public ValueTask EraseAsync(string userId, IReadOnlyList<StoredReward> nameless, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session[RewardSql.Erase].Execute(userId);
            foreach (StoredReward reward in nameless)
                RewardRows.Add(session, reward);
        },
        cancellationToken);
}

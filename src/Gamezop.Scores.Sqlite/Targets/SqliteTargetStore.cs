using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>Progress in the competitions' file: one transaction covers it and its rewards.</summary>
internal sealed class SqliteTargetStore(CompetitionsDatabase database) : ITargetStore
{
    private const int RowsAtOnce = 500;

    private static readonly SqliteLeftoverTable[] LeftoverPlays = [new(TargetSql.SomePlays, TargetSql.RemovePlay, 3)];

    public async ValueTask<TargetStoreState> StartAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        foreach (string targetId in database.Read(session => LeaderboardRows.All(session[TargetSql.Removals].Query(), row => row.GetString(0))))
            await RemoveProgressAsync(targetId, cancellationToken);
        return database.Read(session => new TargetStoreState(
            LeaderboardRows.All(session[TargetSql.Targets].Query(), row => new StoredTarget(row.GetString(0), row.GetString(1))),
            LeaderboardRows.Time(session[TargetSql.SettledThrough].Number() ?? 0)));
    }

    public ValueTask SaveTargetAsync(StoredTarget target, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session[TargetSql.SaveTarget].Execute(target.TargetId, target.Definition), cancellationToken);

    public async ValueTask RemoveTargetAsync(string targetId, CancellationToken cancellationToken)
    {
        await ExecuteAsync([TargetSql.BeginRemoval, TargetSql.RemoveTarget], targetId, cancellationToken);
        await RemoveProgressAsync(targetId, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredProgress>> ReadAsync(IReadOnlyList<ProgressRead> reads, CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<StoredProgress>>(session => [.. reads.Select(read => Read(session, read))]));

    public ValueTask<StoredProgress?> ReadLatestAsync(
        string userId, string targetId, CancellationToken cancellationToken) => new(database.Read(session => LeaderboardRows.All(
        session[TargetSql.Latest].Query(userId, targetId),
        row => new StoredProgress(
            new ProgressKey(userId, targetId, row.GetString(3)), row.GetInt64(0), LeaderboardRows.Time(row.GetInt64(1)), row.GetBytes(2), []))
        .FirstOrDefault()));

    public ValueTask<IReadOnlyList<StoredProgress>> ReadUserAsync(
        string userId, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<StoredProgress>>(session =>
    [
        .. LeaderboardRows.All(
            session[TargetSql.OfUser].Query(userId),
            row => (
                Key: new ProgressKey(userId, row.GetString(0), row.GetString(1)), Version: row.GetInt64(2),
                FirstAt: LeaderboardRows.Time(row.GetInt64(3)), Data: row.GetBytes(4)))
            .Select(progress => new StoredProgress(progress.Key, progress.Version, progress.FirstAt, progress.Data, Plays(session, progress.Key))),
    ]));

    public ValueTask<IReadOnlyList<StoredProgress>> ReadPlayAsync(
        PlayId play, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<StoredProgress>>(session =>
    [
        .. LeaderboardRows.All(
            session[TargetSql.OfPlay].Query(play.UserId, play.GameCode, play.GamePlayId),
            row => new ProgressKey(play.UserId, row.GetString(0), row.GetString(1)))
            .Select(key => Read(session, new ProgressRead(key, [])) with { Parts = Plays(session, key) }),
    ]));

    public async ValueTask<IReadOnlyList<bool>> TakePlacesAsync(IReadOnlyList<PlaceRequest> requests, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => requests.Select(request => TakePlace(session, request)).ToArray(), cancellationToken);

    public async ValueTask<IReadOnlyList<ProgressWriteResult>> WriteAsync(IReadOnlyList<ProgressWrite> writes, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => writes.Select(write => Write(session, write)).ToArray(), cancellationToken);

    public ValueTask SettleAsync(DateTimeOffset through, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session[TargetSql.Settle].Execute(through.UtcTicks), cancellationToken);

    public async ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) =>
        await database.WriteOneAsync(session => Clean(session, max), cancellationToken);

    public async ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken)
    {
        var old = database.Read(session => LeaderboardRows.All(
            session[TargetSql.OldUncounted].Query(receivedBefore.UtcTicks, max), row => (ReceivedAt: row.GetInt64(0), EventId: row.GetString(1))));
        if (old.Count == 0)
            return false;
        await database.WriteAsync(
            session =>
            {
                foreach (var (receivedAt, eventId) in old)
                    session[TargetSql.RemoveUncounted].Execute(receivedAt, eventId);
            },
            cancellationToken);
        return old.Count == max;
    }

    public async ValueTask AddUncountedAsync(
        IReadOnlyList<UncountedEvent> events, CancellationToken cancellationToken) => await database.WriteTogetherAsync<object?>(
        session =>
        {
            foreach (UncountedEvent e in events)
                session[TargetSql.AddUncounted].Execute(
                    e.ReceivedAt.UtcTicks, e.EventId, (int)e.Reason, e.UserId, e.GameCode, e.GamePlayId, e.Score, e.Timestamp.UtcTicks);
            return null;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(
        UncountedEvent? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        LeaderboardRows.All(session[TargetSql.Uncounted].Query(after?.ReceivedAt.UtcTicks ?? -1, after?.EventId ?? "", max), LeaderboardRows.Uncounted)));

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) =>
        ExecuteAsync([TargetSql.EraseProgress, TargetSql.ErasePlays, TargetSql.ErasePlaces, TargetSql.EraseUncounted], userId, cancellationToken);

    // The file is searched outside the writer, so that scores wait for a few hundred rows at most.
    private async ValueTask RemoveProgressAsync(string targetId, CancellationToken cancellationToken)
    {
        for (string? after = "", last; after is not null; after = last)
        {
            string from = after;
            string? to = last = database.Read(
                session => LeaderboardRows.All(session[TargetSql.UserBeyond].Query(from, RowsAtOnce), row => row.GetString(0)).FirstOrDefault());
            await database.WriteAsync(
                session =>
                {
                    session[TargetSql.RemoveProgress].Execute(targetId, from, to);
                    session[TargetSql.RemovePlays].Execute(targetId, from, to);
                },
                cancellationToken);
        }

        await ExecuteAsync([TargetSql.EndRemoval], targetId, cancellationToken);
    }

    private static StoredProgress Read(SqliteSession session, ProgressRead read)
    {
        (string userId, string target, string period) = read.Key;
        if (LeaderboardRows.All(
            session[TargetSql.Progress].Query(userId, target, period),
            row => (row.GetInt64(0), LeaderboardRows.Time(row.GetInt64(1)), row.GetBytes(2))) is not [var (version, firstAt, data)])
            return new StoredProgress(read.Key, 0, default, default, []);
        var parts = new List<ProgressPart>();
        foreach (PlayKey play in read.Plays)
            parts.AddRange(LeaderboardRows.All(
                session[TargetSql.Play].Query(userId, target, period, play.GameCode, play.GamezopLeaderboard, play.GamePlayId),
                row => new ProgressPart(play, row.GetBytes(0))));
        return new StoredProgress(read.Key, version, firstAt, data, parts);
    }

    private static List<ProgressPart> Plays(SqliteSession session, ProgressKey key) => LeaderboardRows.All(
        session[TargetSql.PlaysOfUser].Query(key.UserId, key.TargetId, key.Period),
        row => new ProgressPart(new PlayKey(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetBytes(3)));

    private static bool TakePlace(SqliteSession session, PlaceRequest request)
    {
        (string userId, string target, string period) = request.Key;
        if (session[TargetSql.Place].Number(userId, target, period) is not null)
            return true;
        if ((session[TargetSql.Taken].Number(target) ?? 0) >= request.Places)
            return false;
        session[TargetSql.TakePlace].Execute(userId, target, period);
        session[TargetSql.CountPlace].Execute(target);
        return true;
    }

    private static ProgressWriteResult Write(SqliteSession session, ProgressWrite write)
    {
        (string userId, string target, string period) = write.Key;
        if ((session[TargetSql.Version].Number(userId, target, period) ?? 0) != write.ExpectedVersion
            || (write.Reward is { Version: > 0 } changed && !RewardRows.Write(session, changed)))
            return default;
        session[TargetSql.SaveProgress].Execute(userId, target, period, write.ExpectedVersion + 1, write.FirstAt.UtcTicks, write.Data, write.EndsAt?.UtcTicks);
        foreach (ProgressPart part in write.Parts)
            session[TargetSql.SavePlay].Execute(userId, target, period, part.Play.GameCode, part.Play.GamezopLeaderboard, part.Play.GamePlayId, part.Data);
        return new ProgressWriteResult(true, write.Reward is { } reward && (reward.Version > 0 || RewardRows.Add(session, reward)));
    }

    private static bool Clean(SqliteSession session, int max)
    {
        foreach ((string userId, string target, string period) in LeaderboardRows.All(
            session[TargetSql.Over].Query(max), row => (row.GetString(0), row.GetString(1), row.GetString(2))))
        {
            if (!SqliteLeftovers.TryRemove(session, [userId, target, period], LeftoverPlays, [TargetSql.RemovePlace, TargetSql.RemoveOne], ref max))
                return true;
        }

        return false;
    }

    private ValueTask ExecuteAsync(string[] statements, string subject, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            foreach (string sql in statements)
                session[sql].Execute(subject);
        },
        cancellationToken);
}

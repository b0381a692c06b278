using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>Dossiers and judged plays in the competitions' file.</summary>
internal sealed class SqlitePlausibilityStore(CompetitionsDatabase database) : IPlausibilityStore
{
    public ValueTask StartAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public ValueTask<IReadOnlyList<StoredDossier>> ReadAsync(IReadOnlyList<DossierKey> keys, CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<StoredDossier>>(session => [.. keys.Select(key => Read(session, key))]));

    public ValueTask<IReadOnlyList<IReadOnlyList<string>>> FindUsersAsync(IReadOnlyList<DossierKey> plays, int max, CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<IReadOnlyList<string>>>(session =>
            [.. plays.Select(key => LeaderboardRows.All(session[PlausibilitySql.Users].Query(key.Id, key.GameCode, max), row => row.GetString(0)))]));

    public ValueTask<IReadOnlyList<string>> FindPlaysAsync(
        DossierKey session, string? after, int max, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<string>>(reader =>
        LeaderboardRows.All(
            reader[PlausibilitySql.SessionPlays].Query(session.UserId, session.GameCode, session.Id, after ?? "", max), row => row.GetString(0))));

    public async ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredDossier> dossiers, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => dossiers.Select(dossier => Write(session, dossier)).ToArray(), cancellationToken);

    public async ValueTask<IReadOnlyList<bool>> WriteAlongAsync(IReadOnlyList<StoredDossier> dossiers, Task others, CancellationToken cancellationToken) =>
        await database.WriteAlongAsync(session => dossiers.Select(dossier => Write(session, dossier)).ToArray(), others, cancellationToken);

    public ValueTask<IReadOnlyList<JudgedPlay>> FindAsync(
        IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<JudgedPlay>>(session =>
        [.. plays.SelectMany(play => LeaderboardRows.All(session[PlausibilitySql.Judged].Query(play.UserId, play.GameCode, play.GamePlayId), Judged))]));

    public async ValueTask<IReadOnlyList<bool>> SaveAsync(IReadOnlyList<JudgedPlay> plays, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => plays.Select(play => Save(session, play)).ToArray(), cancellationToken);

    public ValueTask<IReadOnlyList<JudgedPlay>> ListAsync(
        JudgedPlayList list, JudgedPlayPlace? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        LeaderboardRows.All(
            session[list switch
            {
                JudgedPlayList.Open => PlausibilitySql.Open,
                JudgedPlayList.NotCounting => PlausibilitySql.NotCounting,
                _ => PlausibilitySql.NotApplied,
            }]
                .Query(after?.Since.UtcTicks ?? -1, after?.Play.UserId ?? "", after?.Play.GameCode ?? "", after?.Play.GamePlayId ?? "", max),
            Judged)));

    public ValueTask<IReadOnlyList<JudgedPlay>> ReadUserAsync(string userId, CancellationToken cancellationToken) =>
        new(database.Read(session => LeaderboardRows.All(session[PlausibilitySql.OfUser].Query(userId), Judged)));

    public async ValueTask<int> PruneAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        int removed = 0;
        await database.WriteAsync(
            session => removed = session[PlausibilitySql.PruneDossiers].Execute(before.UtcTicks, max)
                + session[PlausibilitySql.PruneJudged].Execute(before.UtcTicks, max)
                + session[PlausibilitySql.PruneSessionPlays].Execute(before.UtcTicks, max),
            cancellationToken);
        return removed;
    }

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session[PlausibilitySql.EraseDossiers].Execute(userId);
            session[PlausibilitySql.EraseSessionPlays].Execute(userId);
            session[PlausibilitySql.EraseJudged].Execute(userId);
        },
        cancellationToken);

    private static StoredDossier Read(SqliteSession session, DossierKey key)
    {
        using SqliteRows row = session[PlausibilitySql.Dossier].Query(key.UserId, (int)key.Kind, key.GameCode, key.Id);
        return row.Read()
            ? new StoredDossier(key, row.GetInt64(0), row.GetBytes(1), LeaderboardRows.Time(row.GetInt64(2)))
            : new StoredDossier(key, 0, default, default);
    }

    private static bool Write(SqliteSession session, StoredDossier dossier)
    {
        (DossierKind kind, string game, string id, string userId) = dossier.Key;
        if ((session[PlausibilitySql.DossierVersion].Number(userId, (int)kind, game, id) ?? 0) != dossier.Version)
            return false;
        session[PlausibilitySql.SaveDossier].Execute(userId, (int)kind, game, id, dossier.Version + 1, dossier.LastAt.UtcTicks, dossier.First, dossier.Data);
        foreach (string sessionId in dossier.Sessions ?? [])
            session[PlausibilitySql.SaveSessionPlay].Execute(userId, game, sessionId, id, dossier.LastAt.UtcTicks);
        return true;
    }

    private static bool Save(SqliteSession session, JudgedPlay play)
    {
        (string userId, string game, string id) = play.Play;
        if ((session[PlausibilitySql.JudgedVersion].Number(userId, game, id) ?? 0) != play.Version)
            return false;
        session[PlausibilitySql.SaveJudged].Execute(
            userId, game, id, play.Version + 1, (int)play.Status, play.Evidence, play.Event.EventId, play.Event.ReceivedAt.UtcTicks, play.Event.Body,
            play.Since.UtcTicks,
            play.ChangedAt.UtcTicks, play.LastAt.UtcTicks, play.IsApplied ? 1 : 0, play.Event.Source);
        return true;
    }

    private static JudgedPlay Judged(SqliteRows row) => new()
    {
        Play = new PlayId(row.GetString(0), row.GetString(1), row.GetString(2)),
        Version = row.GetInt64(3),
        Status = (JudgedPlayStatus)row.GetInt32(4),
        Evidence = row.GetString(5),
        Event = new StoredEvent(row.GetString(6), row.GetString(0), LeaderboardRows.Time(row.GetInt64(7)), row.GetBytes(8))
        {
            Source = row.GetStringOrNull(13),
        },
        Since = LeaderboardRows.Time(row.GetInt64(9)),
        ChangedAt = LeaderboardRows.Time(row.GetInt64(10)),
        LastAt = LeaderboardRows.Time(row.GetInt64(11)),
        IsApplied = row.GetBoolean(12),
    };
}

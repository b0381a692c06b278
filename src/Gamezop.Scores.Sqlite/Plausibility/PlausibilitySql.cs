namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of plausibility.</summary>
internal static class PlausibilitySql
{
    public const string Dossier = "SELECT version, data, last_at FROM gamezop_dossiers WHERE user_id = $1 AND kind = $2 AND game = $3 AND id = $4";
    public const string DossierVersion = "SELECT version FROM gamezop_dossiers WHERE user_id = $1 AND kind = $2 AND game = $3 AND id = $4";
    public const string Users = "SELECT user_id FROM gamezop_dossiers WHERE first IS NOT NULL AND id = $1 AND game = $2 ORDER BY first, user_id LIMIT $3";

    public const string SessionPlays = """
        SELECT play_id FROM gamezop_session_plays WHERE user_id = $1 AND game = $2 AND session_id = $3 AND play_id > $4 ORDER BY play_id LIMIT $5
        """;

    // A play lasts a day at most. So the time of one of its events is enough to go by, and a later one is no write.
    public const string SaveSessionPlay = """
        INSERT INTO gamezop_session_plays (user_id, game, session_id, play_id, last_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id, game, session_id, play_id) DO UPDATE SET last_at = excluded.last_at WHERE excluded.last_at > last_at + 864000000000
        """;

    public const string PruneSessionPlays = """
        DELETE FROM gamezop_session_plays WHERE (user_id, game, session_id, play_id) IN (
            SELECT user_id, game, session_id, play_id FROM gamezop_session_plays WHERE last_at < $1 - 864000000000 ORDER BY last_at LIMIT $2)
        """;

    public const string SaveDossier = """
        INSERT INTO gamezop_dossiers (user_id, kind, game, id, version, last_at, first, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (user_id, kind, game, id) DO UPDATE SET version = excluded.version, last_at = excluded.last_at, first = excluded.first, data = excluded.data
        """;

    public const string Judged = Columns + "WHERE user_id = $1 AND game = $2 AND play_id = $3";
    public const string JudgedVersion = "SELECT version FROM gamezop_judged WHERE user_id = $1 AND game = $2 AND play_id = $3";
    public const string OfUser = Columns + "WHERE user_id = $1 ORDER BY since, user_id, game, play_id";

    public const string SaveJudged = """
        INSERT INTO gamezop_judged VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (user_id, game, play_id) DO UPDATE SET
            version = excluded.version, status = excluded.status, evidence = excluded.evidence, event_id = excluded.event_id,
            received_at = excluded.received_at, body = excluded.body,
            since = excluded.since, changed_at = excluded.changed_at, last_at = excluded.last_at, applied = excluded.applied,
            source = excluded.source
        """;

    // Statuses: 1 marked, 2 quarantined, 4 rejected.
    public const string Open = Columns + "WHERE status IN (1, 2)" + Page;
    public const string NotCounting = Columns + "WHERE status IN (2, 4)" + Page;
    public const string NotApplied = Columns + "WHERE applied = 0" + Page;

    public const string PruneDossiers = """
        DELETE FROM gamezop_dossiers WHERE (user_id, kind, game, id) IN (
            SELECT user_id, kind, game, id FROM gamezop_dossiers WHERE last_at < $1 ORDER BY last_at LIMIT $2)
        """;

    public const string PruneJudged = """
        DELETE FROM gamezop_judged WHERE (user_id, game, play_id) IN (
            SELECT user_id, game, play_id FROM gamezop_judged WHERE last_at < $1 AND status IN (0, 1, 3) AND applied = 1 ORDER BY last_at LIMIT $2)
        """;

    public const string EraseDossiers = "DELETE FROM gamezop_dossiers WHERE user_id = $1";
    public const string EraseSessionPlays = "DELETE FROM gamezop_session_plays WHERE user_id = $1";
    public const string EraseJudged = "DELETE FROM gamezop_judged WHERE user_id = $1";

    private const string Columns = """
        SELECT user_id, game, play_id, version, status, evidence, event_id, received_at, body, since, changed_at, last_at, applied, source FROM gamezop_judged

        """;
    private const string Page = " AND (since, user_id, game, play_id) > ($1, $2, $3, $4) ORDER BY since, user_id, game, play_id LIMIT $5";
}

namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of the leaderboards.</summary>
internal static class LeaderboardSql
{
    public const string Boards = "SELECT number, scope, leaderboard, definition, state, closed_through FROM gamezop_boards WHERE leftover = 0 ORDER BY number";
    public const string Windows =
        "SELECT number, key, starts_at, ends_at, state, ranking FROM gamezop_windows WHERE board = $1 AND leftover < 2 ORDER BY number";
    public const string Totals = "SELECT partition, players FROM gamezop_totals WHERE window = $1";
    public const string Banned = "SELECT user_id FROM gamezop_banned";
    public const string Held = "SELECT leaderboard FROM gamezop_held";

    public const string SaveBoard = """
        INSERT INTO gamezop_boards (scope, leaderboard, definition, state, closed_through) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (scope) DO UPDATE SET definition = excluded.definition, state = excluded.state,
        closed_through = max(closed_through, excluded.closed_through)
        """;

    public const string BoardNumber = "SELECT number FROM gamezop_boards WHERE scope = $1";
    public const string ClosedThrough = "SELECT closed_through FROM gamezop_boards WHERE number = $1";
    public const string Close = "UPDATE gamezop_boards SET closed_through = max(closed_through, $2) WHERE scope = $1";

    // A name that nobody can ask for makes room for another one of the old name.
    public const string RemoveBoard = "UPDATE gamezop_boards SET leftover = 2, scope = char(0) || number WHERE number = $1";
    public const string RemoveWindowsOfBoard = "UPDATE gamezop_windows SET leftover = 2 WHERE board = $1";

    public const string AddWindow =
        "INSERT INTO gamezop_windows (board, key, starts_at, ends_at, state) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (board, key) DO NOTHING";
    public const string WindowNumber = "SELECT w.number FROM gamezop_windows w JOIN gamezop_boards b ON b.number = w.board WHERE b.scope = $1 AND w.key = $2";
    public const string SaveWindow =
        "UPDATE gamezop_windows SET state = $2, ranking = $3, leftover = CASE WHEN state = 0 AND $2 <> 0 THEN 1 ELSE leftover END WHERE number = $1";

    public const string SaveTotal = "INSERT INTO gamezop_totals VALUES ($1, $2, $3) ON CONFLICT (window, partition) DO UPDATE SET players = excluded.players";
    public const string RemoveWindow = "UPDATE gamezop_windows SET leftover = 2, key = char(0) || number WHERE number = $1";

    public const string Player = """
        SELECT version, key, achieved_at, country, play_id, event_id, summary, plays, spilled FROM gamezop_players
        WHERE window = $1 AND partition = $2 AND user_id = $3
        """;
    public const string PlayerPlays = "SELECT plays, spilled FROM gamezop_players WHERE window = $1 AND partition = $2 AND user_id = $3";
    public const string Plays = "SELECT game, leaderboard, play_id, data FROM gamezop_plays WHERE window = $1 AND partition = $2 AND user_id = $3";
    public const string Play =
        "SELECT data FROM gamezop_plays WHERE window = $1 AND partition = $2 AND user_id = $3 AND game = $4 AND leaderboard = $5 AND play_id = $6";

    // Both change nothing where the version is another one.
    public const string AddPlayer = "INSERT INTO gamezop_players VALUES ($1, $2, $3, $4 + 1, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";

    public const string ChangePlayer = """
        UPDATE gamezop_players SET version = $4 + 1, key = $5, achieved_at = $6, country = $7, play_id = $8, event_id = $9, summary = $10,
        plays = $11, spilled = $12
        WHERE window = $1 AND partition = $2 AND user_id = $3 AND version = $4
        """;

    public const string ChangePlay =
        "UPDATE gamezop_plays SET data = $7 WHERE window = $1 AND partition = $2 AND user_id = $3 AND game = $4 AND leaderboard = $5 AND play_id = $6";
    public const string RemovePlay =
        "DELETE FROM gamezop_plays WHERE window = $1 AND partition = $2 AND user_id = $3 AND game = $4 AND leaderboard = $5 AND play_id = $6";
    public const string SavePlay = """
        INSERT INTO gamezop_plays VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (window, partition, user_id, game, leaderboard, play_id) DO UPDATE SET data = excluded.data
        """;

    public const string Entries = """
        SELECT version, key, achieved_at, country, play_id, event_id, NULL, partition, user_id FROM gamezop_players
        WHERE window = $1 AND (partition, user_id) > ($2, $3) AND key IS NOT NULL ORDER BY partition, user_id LIMIT $4
        """;

    public const string CountAhead = """
        SELECT count(*) FROM gamezop_players WHERE window = $1 AND partition = $2 AND key IS NOT NULL AND (key, achieved_at, user_id) < ($3, $4, $5)
        AND user_id NOT IN (SELECT user_id FROM gamezop_banned) AND user_id NOT IN (SELECT user_id FROM gamezop_erasures)
        """;

    public const string Freeze = "INSERT OR REPLACE INTO gamezop_frozen VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    public const string Frozen = """
        SELECT position, rank, better, user_id, score, achieved_at, country FROM gamezop_frozen
        WHERE window = $1 AND partition = $2 AND position >= $3 AND position < $4 ORDER BY position
        """;
    public const string TrimFrozen = "DELETE FROM gamezop_frozen WHERE window = $1 AND partition = $2 AND position >= $3";
    public const string LastFrozen = "SELECT max(position) FROM gamezop_frozen WHERE window = $1 AND partition = $2";
    public const string FrozenOfUser = """
        SELECT position, rank, better, user_id, score, achieved_at, country FROM gamezop_frozen
        WHERE window = $1 AND partition = $2 AND position >> 12 = $3 AND user_id = $4
        """;

    public const string AddUncounted = "INSERT INTO gamezop_uncounted VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";

    public const string OldUncounted = "SELECT board, received_at, event_id FROM gamezop_uncounted WHERE received_at < $1 ORDER BY received_at LIMIT $2";
    public const string RemoveUncounted = "DELETE FROM gamezop_uncounted WHERE board = $1 AND received_at = $2 AND event_id = $3";

    public const string Uncounted = """
        SELECT u.event_id, u.reason, u.window, u.user_id, u.game, u.play_id, u.score, u.timestamp, u.received_at FROM gamezop_uncounted u
        JOIN gamezop_boards b ON b.number = u.board WHERE b.scope = $1 AND (u.received_at, u.event_id) > ($2, $3) ORDER BY u.received_at, u.event_id LIMIT $4
        """;

    public const string Ban = "INSERT INTO gamezop_banned VALUES ($1) ON CONFLICT DO NOTHING";
    public const string Unban = "DELETE FROM gamezop_banned WHERE user_id = $1";
    public const string Hold = "INSERT INTO gamezop_held VALUES ($1) ON CONFLICT DO NOTHING";
    public const string LetGo = "DELETE FROM gamezop_held WHERE leaderboard = $1";

    public const string AllWindows = "SELECT number FROM gamezop_windows";
    public const string NextPartition = "SELECT partition FROM gamezop_players WHERE window = $1 AND partition > $2 ORDER BY partition LIMIT 1";
    public const string NextFrozenPartition = "SELECT partition FROM gamezop_frozen WHERE window = $1 AND partition > $2 ORDER BY partition LIMIT 1";
    public const string ErasePlayers = "DELETE FROM gamezop_players WHERE window = $1 AND partition = $2 AND user_id = $3";
    public const string ErasePlays = "DELETE FROM gamezop_plays WHERE window = $1 AND partition = $2 AND user_id = $3";
    public const string EraseFrozen = "DELETE FROM gamezop_frozen WHERE window = $1 AND partition = $2 AND position >> 12 = $3 AND user_id = $4";
    public const string EraseUncounted = "DELETE FROM gamezop_uncounted WHERE user_id = $1";

    public const string EraseActions = "UPDATE gamezop_actions SET subject = '' WHERE subject = $1 AND kind IN ('ban', 'unban', 'release-play', 'reject-play')";
    public const string EraseActionUsers = "UPDATE gamezop_actions SET user_id = NULL WHERE user_id = $1";

    public const string BeginErasure = """
        INSERT INTO gamezop_erasures VALUES ($1, $2, $3) ON CONFLICT (user_id) DO UPDATE SET actor = excluded.actor, reason = excluded.reason
        """;

    public const string Erasures = "SELECT user_id, actor, reason FROM gamezop_erasures";
    public const string EndErasure = "DELETE FROM gamezop_erasures WHERE user_id = $1";

    public const string Record = "INSERT INTO gamezop_actions (at, kind, subject, actor, reason, user_id) VALUES ($1, $2, $3, $4, $5, $6)";
    public const string Actions = "SELECT at, kind, subject, actor, reason, user_id FROM gamezop_actions ORDER BY number DESC LIMIT $1";
}

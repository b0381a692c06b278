namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of the targets.</summary>
internal static class TargetSql
{
    public const string Targets = "SELECT target, definition FROM gamezop_targets ORDER BY target";
    public const string SaveTarget = "INSERT INTO gamezop_targets VALUES ($1, $2) ON CONFLICT (target) DO UPDATE SET definition = excluded.definition";
    public const string RemoveTarget = "DELETE FROM gamezop_targets WHERE target = $1";

    // There is no index over targets: it would cost every score. All users are gone through instead, some at once. Every text comes before an empty blob.
    public const string BeginRemoval = "INSERT INTO gamezop_targets_removed VALUES ($1) ON CONFLICT DO NOTHING";
    public const string Removals = "SELECT target FROM gamezop_targets_removed";
    public const string EndRemoval = "DELETE FROM gamezop_targets_removed WHERE target = $1";
    public const string UserBeyond = "SELECT user_id FROM gamezop_progress WHERE user_id > $1 ORDER BY user_id LIMIT 1 OFFSET $2";
    public const string RemoveProgress = "DELETE FROM gamezop_progress WHERE target = $1 AND user_id > $2 AND user_id <= coalesce($3, x'')";
    public const string RemovePlays = "DELETE FROM gamezop_progress_plays WHERE target = $1 AND user_id > $2 AND user_id <= coalesce($3, x'')";

    public const string Progress = "SELECT version, first_at, data FROM gamezop_progress WHERE user_id = $1 AND target = $2 AND period = $3";
    public const string Latest =
        "SELECT version, first_at, data, period FROM gamezop_progress WHERE user_id = $1 AND target = $2 ORDER BY first_at DESC, period DESC LIMIT 1";
    public const string OfUser = "SELECT target, period, version, first_at, data FROM gamezop_progress WHERE user_id = $1 ORDER BY target, period";

    public const string OfPlay = """
        SELECT target, period FROM gamezop_progress AS progress
        WHERE user_id = $1 AND (ends_at IS NULL OR ends_at > (SELECT through FROM gamezop_targets_settled)) AND EXISTS (
            SELECT 1 FROM gamezop_progress_plays AS play
            WHERE play.user_id = progress.user_id AND play.target = progress.target AND play.period = progress.period AND play.game = $2 AND play.play_id = $3)
        """;

    public const string PlaysOfUser = "SELECT game, leaderboard, play_id, data FROM gamezop_progress_plays WHERE user_id = $1 AND target = $2 AND period = $3";
    public const string Version = "SELECT version FROM gamezop_progress WHERE user_id = $1 AND target = $2 AND period = $3";
    public const string Play =
        "SELECT data FROM gamezop_progress_plays WHERE user_id = $1 AND target = $2 AND period = $3 AND game = $4 AND leaderboard = $5 AND play_id = $6";

    public const string SaveProgress = """
        INSERT INTO gamezop_progress VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (user_id, target, period) DO UPDATE SET version = excluded.version, first_at = excluded.first_at, data = excluded.data,
            ends_at = excluded.ends_at
        """;

    public const string SavePlay = """
        INSERT INTO gamezop_progress_plays VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (user_id, target, period, game, leaderboard, play_id) DO UPDATE SET data = excluded.data
        """;

    public const string Place = "SELECT 1 FROM gamezop_places WHERE user_id = $1 AND target = $2 AND period = $3";
    public const string Taken = "SELECT places FROM gamezop_taken WHERE target = $1";
    public const string TakePlace = "INSERT INTO gamezop_places VALUES ($1, $2, $3)";
    public const string CountPlace = "INSERT INTO gamezop_taken VALUES ($1, 1) ON CONFLICT (target) DO UPDATE SET places = places + 1";

    public const string SettledThrough = "SELECT through FROM gamezop_targets_settled";
    public const string Settle = "UPDATE gamezop_targets_settled SET through = max(through, $1)";
    public const string Over = "SELECT user_id, target, period FROM gamezop_progress WHERE ends_at <= (SELECT through FROM gamezop_targets_settled) LIMIT $1";
    public const string SomePlays = "SELECT game, leaderboard, play_id FROM gamezop_progress_plays WHERE user_id = $1 AND target = $2 AND period = $3 LIMIT $4";
    public const string RemovePlay =
        "DELETE FROM gamezop_progress_plays WHERE user_id = $1 AND target = $2 AND period = $3 AND game = $4 AND leaderboard = $5 AND play_id = $6";
    public const string RemovePlace = "DELETE FROM gamezop_places WHERE user_id = $1 AND target = $2 AND period = $3";
    public const string RemoveOne = "DELETE FROM gamezop_progress WHERE user_id = $1 AND target = $2 AND period = $3";

    public const string AddUncounted = "INSERT INTO gamezop_targets_uncounted VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";

    public const string OldUncounted =
        "SELECT received_at, event_id FROM gamezop_targets_uncounted WHERE received_at < $1 ORDER BY received_at, event_id LIMIT $2";
    public const string RemoveUncounted = "DELETE FROM gamezop_targets_uncounted WHERE received_at = $1 AND event_id = $2";

    // In the order of the leaderboards' rows, with the window that targets have none of.
    public const string Uncounted = """
        SELECT event_id, reason, '', user_id, game, play_id, score, timestamp, received_at FROM gamezop_targets_uncounted
        WHERE (received_at, event_id) > ($1, $2) ORDER BY received_at, event_id LIMIT $3
        """;

    public const string EraseProgress = "DELETE FROM gamezop_progress WHERE user_id = $1";
    public const string ErasePlays = "DELETE FROM gamezop_progress_plays WHERE user_id = $1";
    public const string ErasePlaces = "DELETE FROM gamezop_places WHERE user_id = $1";
    public const string EraseUncounted = "DELETE FROM gamezop_targets_uncounted WHERE user_id = $1";
}

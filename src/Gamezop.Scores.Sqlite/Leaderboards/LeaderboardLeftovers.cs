namespace Gamezop.Scores.Sqlite;

/// <summary>Removes the rows of what is no longer there to its readers, so few at once that scores need not wait for it.</summary>
internal static class LeaderboardLeftovers
{
    private const int Players = 1;

    private const string NextWindow = "SELECT number, leftover FROM gamezop_windows WHERE leftover > 0 LIMIT 1";
    private const string NextBoard = "SELECT number FROM gamezop_boards WHERE leftover > 0 LIMIT 1";
    private const string KeepWindow = "UPDATE gamezop_windows SET leftover = 0 WHERE number = $1";
    private const string RemoveWindow = "DELETE FROM gamezop_windows WHERE number = $1";
    private const string RemoveBoard = "DELETE FROM gamezop_boards WHERE number = $1";

    private static readonly SqliteLeftoverTable[] OfOpenWindow =
    [
        new("SELECT partition, user_id, game, leaderboard, play_id FROM gamezop_plays WHERE window = $1 LIMIT $2", LeaderboardSql.RemovePlay, 5),
        new("SELECT partition, user_id FROM gamezop_players WHERE window = $1 LIMIT $2", LeaderboardSql.ErasePlayers, 2),
    ];

    private static readonly SqliteLeftoverTable[] OfWindow =
    [
        .. OfOpenWindow,
        new(
            "SELECT partition, position FROM gamezop_frozen WHERE window = $1 LIMIT $2",
            "DELETE FROM gamezop_frozen WHERE window = $1 AND partition = $2 AND position = $3",
            2),
        new("SELECT partition FROM gamezop_totals WHERE window = $1 LIMIT $2", "DELETE FROM gamezop_totals WHERE window = $1 AND partition = $2", 1),
    ];

    private static readonly SqliteLeftoverTable[] OfBoard =
    [
        new("SELECT received_at, event_id FROM gamezop_uncounted WHERE board = $1 LIMIT $2", LeaderboardSql.RemoveUncounted, 2),
    ];

    /// <returns>Whether more may be left.</returns>
    public static bool Remove(SqliteSession session, int max)
    {
        while (LeaderboardRows.All(session[NextWindow].Query(), row => (Number: row.GetInt64(0), Leftover: row.GetInt32(1))) is [var window])
        {
            bool some = window.Leftover == Players;
            if (!SqliteLeftovers.TryRemove(session, [window.Number], some ? OfOpenWindow : OfWindow, [some ? KeepWindow : RemoveWindow], ref max))
                return true;
        }

        // Its windows are gone by now.
        while (session[NextBoard].Number() is { } board)
            if (!SqliteLeftovers.TryRemove(session, [board], OfBoard, [RemoveBoard], ref max))
                return true;
        return false;
    }
}

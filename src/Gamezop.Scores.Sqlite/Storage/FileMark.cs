using System.Globalization;

namespace Gamezop.Scores.Sqlite;

/// <summary>Says which pair of files a file belongs to, and how far the competitions' file of the pair had come.</summary>
/// <param name="Pair">The pair's random id.</param>
/// <param name="Position">In the competitions' file the number of its changes; in the inbox's file what that number was.</param>
/// <param name="Log">
/// In the competitions' file the number of the log's last event when the file was changed; in the inbox's file that number when the file was
/// opened, and null when it has been compared since.
/// </param>
internal sealed record FileMark(string Pair, long Position, long? Log = null)
{
    private const string HasTable = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'gamezop_mark'";
    private const string Select = "SELECT pair, position, log FROM gamezop_mark";
    private const string Replace = """
        INSERT INTO gamezop_mark (only, pair, position, log) VALUES (1, $1, $2, $3)
        ON CONFLICT (only) DO UPDATE SET pair = excluded.pair, position = excluded.position, log = excluded.log
        """;
    private const string Increase = "UPDATE gamezop_mark SET position = position + 1, log = $1 RETURNING position";
    private const string Open = "UPDATE gamezop_mark SET log = $1 WHERE log IS NULL";
    private const string Forget = "UPDATE gamezop_mark SET log = NULL WHERE log IS NOT NULL";
    private const string SetGap = "UPDATE gamezop_mark SET gap_at = $1";
    private const string Gap = "SELECT gap_at FROM gamezop_mark WHERE gap_at IS NOT NULL";
    private const string CatchUp = "UPDATE gamezop_mark SET position = $2 WHERE pair = $1 AND position < $2";

    /// <summary>What an operator writes to accept a pair of files as it is: the same only as long as the files are.</summary>
    public string Token => string.Create(CultureInfo.InvariantCulture, $"{Pair[..8]}-{Position}");

#pragma warning disable RS0030 // Two pairs of files that are the same in everything else must still have different ids.
    public static FileMark Create() => new(Guid.NewGuid().ToString("N"), 0);
#pragma warning restore RS0030

    /// <summary>Reads a file's mark; null where it has none.</summary>
    public static FileMark? Find(SqliteSession session)
    {
        if (session[HasTable].Number() is null)
            return null;
        using var rows = session[Select].Query();
        return rows.Read() ? new FileMark(rows.GetString(0), rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetInt64(2)) : null;
    }

    public void Write(SqliteSession session) => session[Replace].Execute(Pair, Position, Log);

    /// <summary>Counts a change of the competitions' file.</summary>
    /// <param name="session">The competitions' file.</param>
    /// <param name="log">The number of the log's last event.</param>
    /// <returns>The new position; null where the file has no mark.</returns>
    public static long? Advance(SqliteSession session, long log) => session[Increase].Number(log);

    /// <summary>Keeps in the inbox's file how far the log had come when it was opened, until it is compared with the competitions' file.</summary>
    public static void KeepOpened(SqliteSession session, long log) => session[Open].Execute(log);

    /// <summary>The inbox's file needs no comparison: this process knows how far the log had come.</summary>
    public static void ForgetOpened(SqliteSession session) => session[Forget].Execute();

    /// <summary>Keeps in the inbox's file that it was found to be an older copy.</summary>
    public static void KeepGap(SqliteSession session, DateTimeOffset at) => session[SetGap].Execute(at.UtcTicks);

    /// <summary>When the inbox's file was last found to be an older copy; null for never.</summary>
    public static DateTimeOffset? FindGap(SqliteSession session) =>
        session[Gap].Number() is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Keeps in the inbox's file how far the competitions' file has come. An inbox's file of another pair is left as it is.</summary>
    public void Note(SqliteSession session) => session[CatchUp].Execute(Pair, Position);
}

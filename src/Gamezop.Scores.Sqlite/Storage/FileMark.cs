using System.Globalization;

namespace Gamezop.Scores.Sqlite;

/// <summary>Says which pair of files a file belongs to, and how far the competitions' file of the pair had come.</summary>
/// <param name="Pair">The pair's random id.</param>
/// <param name="Position">In the competitions' file the number of its changes; in the inbox's file what that number was.</param>
internal sealed record FileMark(string Pair, long Position)
{
    private const string HasTable = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'gamezop_mark'";
    private const string Select = "SELECT pair, position FROM gamezop_mark";
    private const string Replace = "INSERT OR REPLACE INTO gamezop_mark (only, pair, position) VALUES (1, $1, $2)";
    private const string Increase = "UPDATE gamezop_mark SET position = position + 1 RETURNING position";
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
        return rows.Read() ? new FileMark(rows.GetString(0), rows.GetInt64(1)) : null;
    }

    public void Write(SqliteSession session) => session[Replace].Execute(Pair, Position);

    /// <summary>Counts a change of the competitions' file.</summary>
    /// <returns>The new position; null where the file has no mark.</returns>
    public static long? Advance(SqliteSession session) => session[Increase].Number();

    /// <summary>Keeps in the inbox's file how far the competitions' file has come. An inbox's file of another pair is left as it is.</summary>
    public void Note(SqliteSession session) => session[CatchUp].Execute(Pair, Position);
}

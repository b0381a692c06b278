using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>From rows to what the leaderboards' store answers.</summary>
internal static class LeaderboardRows
{
    public static List<T> All<T>(SqliteRows reader, Func<SqliteRows, T> read)
    {
        using (reader)
        {
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
    }

    public static StoredBoard Board(SqliteRows row) =>
        new(row.GetString(1), row.GetString(2), row.GetString(3), (StoredBoardState)row.GetInt32(4), Time(row.GetInt64(5)));

    public static (long Version, PlayerEntry? Entry, byte[] Summary) Player(SqliteRows row) => (
        row.GetInt64(0),
        row.IsDBNull(1) ? null : new PlayerEntry(row.GetInt64(1), Time(row.GetInt64(2)), Text(row, 3), row.GetString(4), row.GetString(5)),
        row.IsDBNull(6) ? [] : row.GetBytes(6));

    public static PlayerPlays Plays(SqliteRows row, int first) =>
        new(InlinePlays.Read(row.IsDBNull(first) ? null : row.GetBytes(first)), row.GetInt64(first + 1) != 0);

    public static PlayRow Play(SqliteRows row) => new(new PlayKey(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetBytes(3));

    public static FrozenEntry Frozen(SqliteRows row, string partition) =>
        new(partition, row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetDouble(4), Time(row.GetInt64(5)), Text(row, 6));

    public static UncountedEvent Uncounted(SqliteRows row) => new(
        row.GetString(0), (UncountedReason)row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetDouble(6),
        Time(row.GetInt64(7)), Time(row.GetInt64(8)));

    public static LeaderboardAction Action(SqliteRows row) =>
        new(Time(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)) { UserId = Text(row, 5) };

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static string? Text(SqliteRows row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

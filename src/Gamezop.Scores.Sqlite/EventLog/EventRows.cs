using System.Globalization;
using System.Text.Json.Nodes;

namespace Gamezop.Scores.Sqlite;

/// <summary>How events, times and ids are written in rows.</summary>
internal static class EventRows
{
    /// <summary>Reads an event; its columns are those of <see cref="EventLogSql"/>, the number first.</summary>
    public static StoredEvent ReadEvent(SqliteRows rows) => new(
        Convert.ToHexStringLower(rows.GetBytes(1)), rows.GetString(2), ToTime(rows.GetInt64(3)), rows.GetBytes(4))
    {
        IsReleased = rows.GetBoolean(5),
        Source = rows.GetStringOrNull(6),
        TraceParent = rows.GetStringOrNull(7),
        ReleasedFor = rows.GetStringOrNull(8) is { } names ? [.. JsonNode.Parse(names)!.AsArray().Select(name => name!.GetValue<string>())] : [],
    };

    public static List<long> ReadNumbers(SqliteRows rows)
    {
        using (rows)
        {
            var numbers = new List<long>();
            while (rows.Read())
                numbers.Add(rows.GetInt64(0));
            return numbers;
        }
    }

    public static DateTimeOffset ToTime(long ticks) => new(ticks, TimeSpan.Zero);

    public static string ToId(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of an id; 0, which no row has, where it is none.</summary>
    public static long ToNumber(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

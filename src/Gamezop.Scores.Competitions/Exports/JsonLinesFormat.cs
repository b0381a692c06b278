using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>An object per line, with the members of an entry as they are answered over HTTP.</summary>
internal sealed class JsonLinesFormat : IExportFormat
{
    public void Begin(IBufferWriter<byte> output)
    {
        // There is nothing before the first line.
    }

    public void Write(IBufferWriter<byte> output, string window, string partition, LeaderboardEntry entry)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("window", window);
            json.WriteString("partition", partition.Length == 0 ? null : partition);
            json.WriteNumber("rank", entry.Rank);
            json.WriteString("userId", entry.UserId);
            json.WriteNumber("score", entry.Score);
            json.WriteString("achievedAt", entry.AchievedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("country", entry.Country);
            if (entry.Name is not null)
                json.WriteString("name", entry.Name);
            if (entry.Avatar is not null)
                json.WriteString("avatar", entry.Avatar);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}

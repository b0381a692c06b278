using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Writes the little that the rule that is always on needs of a play: there is one of these for each play of a month. Of the event that
/// operators are shown, additional members are left out, and what the dossier's key says already.
/// </summary>
internal static class PlainFactsCodec
{
    // What is written for all rules is JSON, which begins with a brace.
    private const byte Version = 1;

    public static bool IsWritten(ReadOnlySpan<byte> data) => data is [Version, ..];

    public static byte[] Write(DossierKey key, PlayFacts facts)
    {
        var output = new MemoryStream();
        using var writer = new BinaryWriter(output, Encoding.UTF8);
        writer.Write(Version);
        var (all, shown) = (facts.All!.Value, facts.Shown!);
        writer.Write7BitEncodedInt64(all.First.UtcTicks);
        writer.Write7BitEncodedInt64((all.Last - all.First).Ticks);
        writer.Write7BitEncodedInt64(facts.ReachedFrom?.UtcTicks ?? 0);
        WriteStarts(writer, facts.Starts);
        WriteShown(writer, key, shown);
        writer.Flush();
        return output.ToArray();
    }

    public static PlayFacts Read(DossierKey key, ReadOnlyMemory<byte> data)
    {
        using var reader = new BinaryReader(new MemoryStream(data.ToArray()), Encoding.UTF8);
        reader.ReadByte();
        var facts = new PlayFacts();
        var first = Time(reader.Read7BitEncodedInt64());
        facts.Plain = new PlayMoments(first, first + new TimeSpan(reader.Read7BitEncodedInt64()));
        facts.ReachedFrom = reader.Read7BitEncodedInt64() is > 0 and var ticks ? Time(ticks) : null;
        facts.Starts.Grid = reader.Read7BitEncodedInt64();
        for (var cells = reader.Read7BitEncodedInt(); cells > 0; cells--)
        {
            var earliest = reader.Read7BitEncodedInt64();
            var latest = earliest + reader.Read7BitEncodedInt64();
            var shortest = reader.Read7BitEncodedInt64();
            facts.Starts.Cells.Add(earliest / facts.Starts.Grid, new StatedStart(earliest, latest, shortest, shortest + reader.Read7BitEncodedInt64()));
        }

        facts.Shown = ReadShown(reader, key);
        return facts;
    }

    private static void WriteStarts(BinaryWriter writer, StatedStarts starts)
    {
        writer.Write7BitEncodedInt64(starts.Grid);
        writer.Write7BitEncodedInt(starts.Cells.Count);
        foreach (var start in starts.Cells.Values)
        {
            writer.Write7BitEncodedInt64(start.Earliest);
            writer.Write7BitEncodedInt64(start.Latest - start.Earliest);
            writer.Write7BitEncodedInt64(start.Shortest);
            writer.Write7BitEncodedInt64(start.Longest - start.Shortest);
        }
    }

    private static void WriteShown(BinaryWriter writer, DossierKey key, ShownEvent shown)
    {
        var scored = shown.Event;
        WriteText(writer, shown.EventId);
        writer.Write7BitEncodedInt64(shown.ReceivedAt.UtcTicks);
        WriteText(writer, shown.Source);
        writer.Write((byte)scored.State);
        writer.Write7BitEncodedInt64(scored.Timestamp.UtcTicks);
        writer.Write(scored.Score);
        writer.Write(scored.Duration is not null);
        writer.Write7BitEncodedInt64(scored.Duration?.Ticks ?? 0);
        WriteText(writer, scored.SessionId);
        WriteText(writer, scored.SubId == key.UserId ? null : scored.SubId);
        WriteText(writer, scored.LeaderboardId);
        WriteText(writer, scored.Country);
    }

    private static ShownEvent ReadShown(BinaryReader reader, DossierKey key)
    {
        var (eventId, receivedAt, source) = (ReadText(reader)!, Time(reader.Read7BitEncodedInt64()), ReadText(reader));
        var (state, timestamp, score) = ((GameState)reader.ReadByte(), Time(reader.Read7BitEncodedInt64()), reader.ReadDouble());
        var (hasDuration, duration) = (reader.ReadBoolean(), new TimeSpan(reader.Read7BitEncodedInt64()));
        return new ShownEvent(eventId, receivedAt, source, new ScoreEvent
        {
            GameCode = key.GameCode,
            GamePlayId = key.Id,
            State = state,
            Timestamp = timestamp,
            Score = score,
            Duration = hasDuration ? duration : null,
            SessionId = ReadText(reader)!,
            SubId = ReadText(reader) ?? key.UserId,
            LeaderboardId = ReadText(reader),
            Country = ReadText(reader),
        });
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}

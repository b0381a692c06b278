using System.Buffers;
using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// A ranking as it is sent: one buffer with the longest page that somebody asks for. A shorter page is the beginning of it up to the end of
/// an entry, and the same closing bytes.
/// </summary>
internal sealed class LiveFrame
{
    private static readonly byte[] End = [.. "]}\n\n"u8];

    private readonly ReadOnlyMemory<byte> _data;
    private readonly int[] _ends;
    private readonly string?[] _tags;

    private LiveFrame(ReadOnlyMemory<byte> data, int[] ends, int limit)
    {
        (_data, _ends, Limit) = (data, ends, limit);
        _tags = new string?[ends.Length];
    }

    /// <summary>How many entries the page was asked for.</summary>
    public int Limit { get; }

    public static LiveFrame Render(LeaderboardPage page, int limit)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("data: "u8);
        var ends = new int[page.Entries.Count + 1];
        buffer.Write(LeaderboardPageBody.Render(page with { Entries = [] }).AsSpan()[..^2]);
        ends[0] = buffer.WrittenCount;
        using var json = new Utf8JsonWriter(buffer);
        for (var i = 0; i < page.Entries.Count; i++)
        {
            if (i > 0)
                buffer.Write(","u8);
            JsonSerializer.Serialize(json, page.Entries[i], CompetitionsHttpJson.Default.LeaderboardEntry);
            json.Flush();
            json.Reset();
            ends[i + 1] = buffer.WrittenCount;
        }

        return new LiveFrame(buffer.WrittenMemory, ends, limit);
    }

    /// <summary>Differs when what is sent under a limit does.</summary>
    public string Tag(int limit)
    {
        var entries = Math.Min(limit, _ends.Length - 1);
        // Two threads may compute the same text.
        return _tags[entries] ??= ContentTag.Of(_data.Span[.._ends[entries]]);
    }

    /// <summary>Writes the event's data line and its end, with so many entries at most.</summary>
    public void Write(IBufferWriter<byte> output, int limit)
    {
        output.Write(_data.Span[.._ends[Math.Min(limit, _ends.Length - 1)]]);
        output.Write(End);
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Progress as the bytes that stores keep. The first byte is the format's version, the second what was measured.</summary>
/// <remarks>What was measured for another kind of goal, under the same id, is as if it were not there.</remarks>
internal static class ProgressCodec
{
    private const byte Version = 1;

    public static byte[] Write(ProgressState state)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write((byte)state.Kind);
        writer.Write(state.IsSettled);
        writer.Write(state.Score.HasValue);
        writer.Write(state.Score ?? 0);
        writer.Write(state.Sum);
        writer.Write7BitEncodedInt(state.Runs.Count);
        foreach (DayRun run in state.Runs)
        {
            writer.Write7BitEncodedInt(run.First);
            writer.Write7BitEncodedInt(run.Last);
            writer.Write7BitEncodedInt(run.Count);
        }

        return memory.ToArray();
    }

    public static ProgressState ReadState(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        using BinaryReader? reader = Open(data, kind);
        if (reader is null)
            return new ProgressState(kind);
        bool isSettled = reader.ReadBoolean();
        bool hasScore = reader.ReadBoolean();
        double score = reader.ReadDouble();
        long sum = reader.ReadInt64();
        var runs = new List<DayRun>();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            runs.Add(new DayRun(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        return new ProgressState(kind) { IsSettled = isSettled, Score = hasScore ? score : null, Sum = sum, Runs = runs };
    }

    public static byte[] Write(PlayShare play, TargetGoalKind kind)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write((byte)kind);
        writer.Write(play.Start ?? -1);
        writer.Write(play.Best);
        writer.Write7BitEncodedInt(play.Levels.Count);
        foreach (string eventId in play.Levels)
            writer.Write(eventId);
        writer.Write7BitEncodedInt(play.Waiting.Count);
        foreach (ProgressOffer offer in play.Waiting)
        {
            writer.Write(offer.At);
            writer.Write(offer.Amount);
            writer.Write(offer.EventId);
        }

        return memory.ToArray();
    }

    public static PlayShare ReadPlay(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        using BinaryReader? reader = Open(data, kind);
        if (reader is null)
            return new PlayShare();
        long start = reader.ReadInt64();
        double best = reader.ReadDouble();
        var levels = new HashSet<string>(StringComparer.Ordinal);
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            levels.Add(reader.ReadString());
        var waiting = new List<ProgressOffer>();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            waiting.Add(new ProgressOffer(reader.ReadInt64(), reader.ReadDouble(), reader.ReadString()));
        return PlayShare.Of(start < 0 ? null : start, best, levels, waiting);
    }

    private static BinaryReader? Open(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        if (data.IsEmpty)
            return null;
        if (data.Length < 2 || data[0] != Version)
            throw new InvalidDataException("A progress in the store was written by a newer version, or is damaged.");
        return data[1] == (byte)kind ? new BinaryReader(new MemoryStream(data[2..].ToArray())) : null;
    }
}

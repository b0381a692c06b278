namespace Gamezop.Scores.Competitions;

/// <summary>Progress as the bytes that stores keep. The first byte is the format's version, the second what was measured.</summary>
/// <remarks>
/// What was measured for another kind of goal, under the same id, is as if it were not there. Version 1 knew one tally, and of plays only what sums need: what
/// else it had counted cannot be told apart by play, and is the base.
/// </remarks>
internal static class ProgressCodec
{
    private const byte Version = 2;

    public static byte[] Write(ProgressState state)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write((byte)state.Kind);
        writer.Write(state.IsSettled);
        writer.Write(state.IsSuspect);
        Write(writer, state.Granted);
        Write(writer, state.All);
        // Where nothing was ever judged the three are one.
        bool differ = !state.Clean.IsSameAs(state.All) || !state.Base.IsSameAs(BaseOf(state.All, state.Kind));
        writer.Write(differ);
        if (differ)
        {
            Write(writer, state.Clean);
            Write(writer, state.Base);
        }

        return memory.ToArray();
    }

    public static ProgressState ReadState(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        using BinaryReader? reader = Open(data, kind, out byte version);
        if (reader is null)
            return new ProgressState(kind);
        bool isSettled = reader.ReadBoolean();
        bool isSuspect = version > 1 && reader.ReadBoolean();
        double? granted = version > 1 ? ReadNumber(reader) : null;
        Tally all = ReadTally(reader, kind);
        bool differ = version > 1 && reader.ReadBoolean();
        return new ProgressState(kind)
        {
            IsSettled = isSettled,
            IsSuspect = isSuspect,
            Granted = granted,
            All = all,
            Clean = differ ? ReadTally(reader, kind) : all.Copy(),
            Base = differ ? ReadTally(reader, kind) : BaseOf(all, kind),
        };
    }

    public static byte[] Write(PlayShare play, TargetGoalKind kind)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write((byte)kind);
        writer.Write(play.Start ?? -1);
        writer.Write(play.IsExcluded);
        Write(writer, play.Best);
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

        writer.Write7BitEncodedInt(play.Days.Count);
        foreach (CalendarDay day in play.Days)
        {
            writer.Write7BitEncodedInt(day.Before);
            writer.Write7BitEncodedInt(day.Number);
            writer.Write7BitEncodedInt(day.After);
        }

        return memory.ToArray();
    }

    public static PlayShare ReadPlay(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        using BinaryReader? reader = Open(data, kind, out byte version);
        if (reader is null)
            return new PlayShare();
        long start = reader.ReadInt64();
        bool isExcluded = version > 1 && reader.ReadBoolean();
        double? best = version > 1 ? ReadNumber(reader) : reader.ReadDouble();
        var levels = new HashSet<string>(StringComparer.Ordinal);
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            levels.Add(reader.ReadString());
        var waiting = new List<ProgressOffer>();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            waiting.Add(new ProgressOffer(reader.ReadInt64(), reader.ReadDouble(), reader.ReadString()));
        var days = new List<CalendarDay>();
        for (int left = version > 1 ? reader.Read7BitEncodedInt() : 0; left > 0; left--)
            days.Add(new CalendarDay(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        return new PlayShare
        {
            Start = start < 0 ? null : start,
            IsExcluded = isExcluded,
            Best = version > 1 || ProgressState.AddsUp(kind) ? best : null,
            Levels = levels,
            Waiting = waiting,
            Days = days,
        };
    }

    /// <summary>What was measured.</summary>
    public static TargetGoalKind KindOf(ReadOnlySpan<byte> data)
    {
        CheckVersion(data);
        return (TargetGoalKind)data[1];
    }

    private static Tally BaseOf(Tally all, TargetGoalKind kind) => ProgressState.AddsUp(kind) ? new Tally(kind) : all.Copy();

    private static void Write(BinaryWriter writer, Tally tally)
    {
        Write(writer, tally.Score);
        writer.Write(tally.Sum);
        writer.Write7BitEncodedInt(tally.Runs.Count);
        foreach (DayRun run in tally.Runs)
        {
            writer.Write7BitEncodedInt(run.First);
            writer.Write7BitEncodedInt(run.Last);
            writer.Write7BitEncodedInt(run.Count);
        }
    }

    private static Tally ReadTally(BinaryReader reader, TargetGoalKind kind)
    {
        var tally = new Tally(kind) { Score = ReadNumber(reader), Sum = reader.ReadInt64() };
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            tally.Runs.Add(new DayRun(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        return tally;
    }

    private static void Write(BinaryWriter writer, double? number)
    {
        writer.Write(number.HasValue);
        writer.Write(number ?? 0);
    }

    private static double? ReadNumber(BinaryReader reader)
    {
        bool has = reader.ReadBoolean();
        double number = reader.ReadDouble();
        return has ? number : null;
    }

    private static BinaryReader? Open(ReadOnlySpan<byte> data, TargetGoalKind kind, out byte version)
    {
        version = 0;
        if (data.IsEmpty)
            return null;
        CheckVersion(data);
        version = data[0];
        return data[1] == (byte)kind ? new BinaryReader(new MemoryStream(data[2..].ToArray())) : null;
    }

    private static void CheckVersion(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2 || data[0] is 0 or > Version)
            throw new InvalidDataException("A progress in the store was written by a newer version, or is damaged.");
    }
}

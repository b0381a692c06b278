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
        writer.Write(state.IsSuspect);
        Write(writer, state.Granted);
        Write(writer, state.All);
        // Where nothing is in quarantine the two are one.
        bool differ = !state.Clean.IsSameAs(state.All);
        writer.Write(differ);
        if (differ)
            Write(writer, state.Clean);
        return memory.ToArray();
    }

    public static ProgressState ReadState(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        using BinaryReader? reader = Open(data, kind);
        if (reader is null)
            return new ProgressState(kind);
        bool isSettled = reader.ReadBoolean();
        bool isSuspect = reader.ReadBoolean();
        double? granted = ReadNumber(reader);
        Tally all = ReadTally(reader, kind);
        return new ProgressState(kind)
        {
            IsSettled = isSettled,
            IsSuspect = isSuspect,
            Granted = granted,
            All = all,
            Clean = reader.ReadBoolean() ? ReadTally(reader, kind) : all.Copy(),
        };
    }

    public static byte[] Write(PlayShare play, TargetGoalKind kind)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write((byte)kind);
        writer.Write(play.IsExcluded);
        Write(writer, play.Best);
        switch (kind)
        {
            case TargetGoalKind.TimePlayed:
                writer.Write(play.Time.First);
                writer.Write(play.Time.Last);
                writer.Write(play.Time.Longest);
                break;
            case TargetGoalKind.LevelsCompleted:
                writer.Write7BitEncodedInt(play.Levels.Count);
                foreach (string eventId in play.Levels)
                    writer.Write(eventId);
                break;
            case TargetGoalKind.DayStreak:
                writer.Write7BitEncodedInt(play.Days.Count);
                foreach (CalendarDay day in play.Days)
                {
                    writer.Write7BitEncodedInt(day.Before);
                    writer.Write7BitEncodedInt(day.Number);
                    writer.Write7BitEncodedInt(day.After);
                }

                break;
        }

        return memory.ToArray();
    }

    public static PlayShare ReadPlay(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        using BinaryReader? reader = Open(data, kind);
        if (reader is null)
            return new PlayShare();
        var play = new PlayShare { IsExcluded = reader.ReadBoolean(), Best = ReadNumber(reader) };
        switch (kind)
        {
            case TargetGoalKind.TimePlayed:
                play.Time = new PlayTime(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
                break;
            case TargetGoalKind.LevelsCompleted:
                for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
                    play.Levels.Add(reader.ReadString());
                break;
            case TargetGoalKind.DayStreak:
                for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
                    play.Days.Add(new CalendarDay(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
                break;
        }

        return play;
    }

    /// <summary>What was measured.</summary>
    public static TargetGoalKind KindOf(ReadOnlySpan<byte> data)
    {
        CheckVersion(data);
        return (TargetGoalKind)data[1];
    }

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

    private static BinaryReader? Open(ReadOnlySpan<byte> data, TargetGoalKind kind)
    {
        if (data.IsEmpty)
            return null;
        CheckVersion(data);
        return data[1] == (byte)kind ? new BinaryReader(new MemoryStream(data[2..].ToArray())) : null;
    }

    private static void CheckVersion(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2 || data[0] != Version)
            throw new InvalidDataException("A progress in the store was written by another version, or is damaged.");
    }
}

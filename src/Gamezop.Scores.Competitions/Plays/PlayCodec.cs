using System.Buffers.Binary;
using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>A play as the bytes that stores keep. The first byte is the format's version.</summary>
internal static class PlayCodec
{
    private const byte Version = 1;
    private const byte HasFinal = 1;
    private const byte HasLive = 2;
    private const byte HasFirst = 4;
    private const int FixedSize = 8 + 8 + 2 + 1;

    public static byte[] Write(Play play)
    {
        byte[] data = new byte[2 + Size(play.Final) + Size(play.Live) + (play.FirstAt is null ? 0 : sizeof(long))];
        data[0] = Version;
        data[1] = (byte)((play.Final is null ? 0 : HasFinal) | (play.Live is null ? 0 : HasLive) | (play.FirstAt is null ? 0 : HasFirst));
        int at = Write(data, 2, play.Final);
        at = Write(data, at, play.Live);
        if (play.FirstAt is { } first)
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(at), first.UtcTicks);
        return data;
    }

    public static Play Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2 || data[0] != Version)
            throw new InvalidDataException("A play in the store was written by a newer version, or is damaged.");
        int at = 2;
        PlayScore? final = (data[1] & HasFinal) != 0 ? Read(data, ref at) : null;
        PlayScore? live = (data[1] & HasLive) != 0 ? Read(data, ref at) : null;
        DateTimeOffset? first = (data[1] & HasFirst) != 0 ? new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(data[at..]), TimeSpan.Zero) : null;
        return new Play(final, live, first);
    }

    private static int Size(PlayScore? score) => score is { } known ? FixedSize + Encoding.UTF8.GetByteCount(known.EventId) : 0;

    private static int Write(Span<byte> data, int at, PlayScore? score)
    {
        if (score is not { } known)
            return at;
        BinaryPrimitives.WriteDoubleLittleEndian(data[at..], known.Score);
        BinaryPrimitives.WriteInt64LittleEndian(data[(at + 8)..], known.At.UtcTicks);
        BinaryPrimitives.WriteUInt16LittleEndian(data[(at + 16)..], CountryCode.FromText(known.Country));
        int length = Encoding.UTF8.GetBytes(known.EventId, data[(at + FixedSize)..]);
        data[at + FixedSize - 1] = checked((byte)length);
        return at + FixedSize + length;
    }

    private static PlayScore Read(ReadOnlySpan<byte> data, ref int at)
    {
        double score = BinaryPrimitives.ReadDoubleLittleEndian(data[at..]);
        var time = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(data[(at + 8)..]), TimeSpan.Zero);
        string? country = CountryCode.ToText(BinaryPrimitives.ReadUInt16LittleEndian(data[(at + 16)..]));
        int length = data[at + FixedSize - 1];
        string eventId = Encoding.UTF8.GetString(data.Slice(at + FixedSize, length));
        at += FixedSize + length;
        return new PlayScore(score, time, country, eventId);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>What is known of a user beside the entry. Plays that can no longer change are not kept one by one: what they come to together is the base.</summary>
/// <param name="Kept">How many plays are kept one by one.</param>
/// <param name="Oldest">None of those was last scored in before this.</param>
/// <param name="Sum">The sum of all plays in thousandths: exact also where the entry's is cut.</param>
/// <param name="DecidingKey">The score of the play that the entry's time is from; on a board of sums the entry has the sum.</param>
/// <param name="BaseSum">The sum of the plays that are not kept.</param>
/// <param name="BaseDeciding">Which of the plays that are not kept would decide; null when none is missing.</param>
internal sealed record PlayerSummary(int Kept, DateTimeOffset Oldest, Int128 Sum, long DecidingKey, Int128 BaseSum, PlayerEntry? BaseDeciding)
{
    private const byte Version = 2;
    private const int FixedSize = 1 + 4 + 8 + 16 + 8 + 16 + 1;
    private const int BaseSize = 8 + 8 + 2 + 2;

    public static PlayerSummary None { get; } = new(0, DateTimeOffset.MaxValue, 0, 0, 0, null);

    /// <summary>Whether it was written when the base of best plays was in the entry alone.</summary>
    public bool IsOld { get; private init; }

    public static PlayerSummary Read(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return None;
        if (data.Length < FixedSize || data[0] is 0 or > Version)
            throw new InvalidDataException("What the store knows of a player was written by a newer version, or is damaged.");
        ReadOnlySpan<byte> rest = data[FixedSize..];
        return new PlayerSummary(
            BinaryPrimitives.ReadInt32LittleEndian(data[1..]), Time(data[5..]), BinaryPrimitives.ReadInt128LittleEndian(data[13..]), BinaryPrimitives.ReadInt64LittleEndian(data[29..]),
            BinaryPrimitives.ReadInt128LittleEndian(data[37..]), data[FixedSize - 1] == 0 ? null : ReadBase(rest))
        {
            IsOld = data[0] < Version,
        };
    }

    public byte[] Write()
    {
        int size = BaseDeciding is { } old ? BaseSize + Encoding.UTF8.GetByteCount(old.GamePlayId) + Encoding.UTF8.GetByteCount(old.EventId) : 0;
        byte[] data = new byte[FixedSize + size];
        data[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(1), Kept);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(5), Oldest.UtcTicks);
        BinaryPrimitives.WriteInt128LittleEndian(data.AsSpan(13), Sum);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(29), DecidingKey);
        BinaryPrimitives.WriteInt128LittleEndian(data.AsSpan(37), BaseSum);
        data[FixedSize - 1] = BaseDeciding is null ? (byte)0 : (byte)1;
        if (BaseDeciding is not null)
            WriteBase(data.AsSpan(FixedSize), BaseDeciding);
        return data;
    }

    private static PlayerEntry ReadBase(ReadOnlySpan<byte> data)
    {
        int playLength = BinaryPrimitives.ReadUInt16LittleEndian(data[18..]);
        return new PlayerEntry(
            BinaryPrimitives.ReadInt64LittleEndian(data), Time(data[8..]), CountryCode.ToText(BinaryPrimitives.ReadUInt16LittleEndian(data[16..])),
            Encoding.UTF8.GetString(data.Slice(BaseSize, playLength)), Encoding.UTF8.GetString(data[(BaseSize + playLength)..]));
    }

    private static void WriteBase(Span<byte> data, PlayerEntry entry)
    {
        BinaryPrimitives.WriteInt64LittleEndian(data, entry.Key);
        BinaryPrimitives.WriteInt64LittleEndian(data[8..], entry.AchievedAt.UtcTicks);
        BinaryPrimitives.WriteUInt16LittleEndian(data[16..], CountryCode.FromText(entry.Country));
        int playLength = Encoding.UTF8.GetBytes(entry.GamePlayId, data[BaseSize..]);
        BinaryPrimitives.WriteUInt16LittleEndian(data[18..], checked((ushort)playLength));
        Encoding.UTF8.GetBytes(entry.EventId, data[(BaseSize + playLength)..]);
    }

    private static DateTimeOffset Time(ReadOnlySpan<byte> data) => new(BinaryPrimitives.ReadInt64LittleEndian(data), TimeSpan.Zero);
}

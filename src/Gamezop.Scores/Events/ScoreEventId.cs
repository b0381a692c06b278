using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores;

/// <summary>The identity of an event: the same for each delivery of it, on every machine and in every version.</summary>
/// <remarks>The format is a contract, written down in <c>src/docs/event-id.md</c>: ids are kept in databases.</remarks>
internal static class ScoreEventId
{
    private const int TimeSize = 6;
    private const int HashSize = 10;

    public static string Compute(ScoreEvent scoreEvent)
    {
        // At most three UTF-8 bytes for each UTF-16 unit.
        int size = (6 * sizeof(int)) + (3 * sizeof(long)) + (3 * (Length(scoreEvent.GameCode) + Length(scoreEvent.LeaderboardId)
            + Length(scoreEvent.SessionId) + Length(scoreEvent.GamePlayId) + Length(scoreEvent.RawState) + Length(scoreEvent.SubId)));
        byte[]? rented = null;
        Span<byte> input = size <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(size);

        int end = Append(input, 0, scoreEvent.GameCode);
        end = Append(input, end, scoreEvent.LeaderboardId);
        end = Append(input, end, scoreEvent.SessionId);
        end = Append(input, end, scoreEvent.GamePlayId);
        end = Append(input, end, scoreEvent.RawState);
        end = Append(input, end, scoreEvent.Timestamp.UtcTicks);
        end = Append(input, end, BitConverter.DoubleToInt64Bits(scoreEvent.Score));
        end = Append(input, end, scoreEvent.Duration?.Ticks ?? -1);
        end = Append(input, end, scoreEvent.SubId);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..end], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);

        Span<byte> id = stackalloc byte[sizeof(ulong) + HashSize];
        BinaryPrimitives.WriteInt64BigEndian(id, Math.Max(0, scoreEvent.Timestamp.ToUnixTimeMilliseconds()));
        hash[..HashSize].CopyTo(id[sizeof(ulong)..]);
        return Convert.ToHexStringLower(id[(sizeof(ulong) - TimeSize)..]);
    }

    private static int Length(string? text) => text?.Length ?? 0;

    private static int Append(Span<byte> input, int at, string? text)
    {
        int length = Encoding.UTF8.GetBytes(text, input[(at + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(input[at..], length);
        return at + sizeof(int) + length;
    }

    private static int Append(Span<byte> input, int at, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(input[at..], number);
        return at + sizeof(long);
    }
}

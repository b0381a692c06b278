using System.Buffers.Binary;
using System.Text;
using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// A user's few plays inside the user's own row: a score then changes one page of the file instead of two. When there are more, they move
/// together into the table of plays.
/// Kept as the bytes in the row: a score is about one of them, and the others need not be read to be kept.
/// </summary>
internal sealed class InlinePlays
{
    /// <summary>So many stay inside the row.</summary>
    public const int Most = 8;

    private const byte Version = 1;
    private const int KeyParts = 3;

    private readonly byte[] _data;

    private InlinePlays(byte[] data) => _data = data;

    public static InlinePlays None { get; } = new([]);

    /// <summary>As they are kept in the row.</summary>
    public ReadOnlyMemory<byte> Bytes => _data;

    public int Count
    {
        get
        {
            int count = 0;
            for (int at = 1; at < _data.Length; at = End(at, KeyParts + 1))
                count++;
            return count;
        }
    }

    public IEnumerable<PlayRow> All
    {
        get
        {
            for (int at = 1; at < _data.Length;)
                yield return new PlayRow(new PlayKey(Text(ref at), Text(ref at), Text(ref at)), Part(ref at));
        }
    }

    public static InlinePlays Read(byte[]? data)
    {
        if (data is null || data.Length == 0)
            return None;
        return data[0] == Version
            ? new InlinePlays(data)
            : throw new InvalidDataException("Plays in the file were written by a newer version, or are damaged.");
    }

    public PlayRow? Find(PlayKey key)
    {
        if (Locate(Write(key)) is not { } found)
            return null;
        int at = found.Data;
        return new PlayRow(key, Part(ref at));
    }

    public bool Contains(PlayKey key) => Locate(Write(key)) is not null;

    /// <summary>With a play added, or changed.</summary>
    public InlinePlays With(PlayRow play)
    {
        byte[] key = Write(play.Key);
        ReadOnlySpan<byte> rest = Without(key);
        byte[] data = new byte[Math.Max(rest.Length, 1) + key.Length + 2 + play.Data.Length];
        data[0] = Version;
        rest.CopyTo(data);
        Span<byte> added = data.AsSpan(Math.Max(rest.Length, 1));
        key.CopyTo(added);
        BinaryPrimitives.WriteUInt16LittleEndian(added[key.Length..], checked((ushort)play.Data.Length));
        play.Data.Span.CopyTo(added[(key.Length + 2)..]);
        return new InlinePlays(data);
    }

    public InlinePlays Without(PlayKey key) => Without(Write(key)) is { Length: > 1 } rest ? new InlinePlays(rest.ToArray()) : None;

    private ReadOnlySpan<byte> Without(byte[] key) =>
        Locate(key) is { } found ? (byte[])[.. _data.AsSpan(0, found.Start), .. _data.AsSpan(End(found.Data, 1))] : _data;

    private (int Start, int Data)? Locate(byte[] key)
    {
        for (int at = 1; at < _data.Length; at = End(at, KeyParts + 1))
            if (_data.AsSpan(at).StartsWith(key))
                return (at, at + key.Length);
        return null;
    }

    private int End(int at, int parts)
    {
        for (; parts > 0; parts--)
            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(at));
        return at;
    }

    private ReadOnlyMemory<byte> Part(ref int at)
    {
        int start = at + 2;
        at = End(at, 1);
        return _data.AsMemory(start, at - start);
    }

    private string Text(ref int at) => Encoding.UTF8.GetString(Part(ref at).Span);

    // Every part begins with its length, so that no key is the beginning of another.
    private static byte[] Write(PlayKey key)
    {
        byte[] data = new byte[(2 * KeyParts) + Size(key.GameCode) + Size(key.GamezopLeaderboard) + Size(key.GamePlayId)];
        Write(data, Write(data, Write(data, 0, key.GameCode), key.GamezopLeaderboard), key.GamePlayId);
        return data;
    }

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);

    private static int Write(byte[] data, int at, string text)
    {
        int length = Encoding.UTF8.GetBytes(text, data.AsSpan(at + 2));
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), checked((ushort)length));
        return at + 2 + length;
    }
}

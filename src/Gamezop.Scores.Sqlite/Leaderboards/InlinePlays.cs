using System.Buffers.Binary;
using System.Text;
using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// A user's few plays inside the user's own row: a score then changes one page of the file instead of two. When there are more, they move together into the table of plays.
/// </summary>
internal sealed class InlinePlays
{
    /// <summary>So many stay inside the row.</summary>
    public const int Most = 8;

    private const byte Version = 1;

    private readonly List<PlayRow> _plays = [];

    public IReadOnlyList<PlayRow> All => _plays;

    public static InlinePlays Read(byte[]? data)
    {
        var plays = new InlinePlays();
        if (data is null || data.Length == 0)
            return plays;
        if (data[0] != Version)
            throw new InvalidDataException("Plays in the file were written by a newer version, or are damaged.");
        for (int at = 1; at < data.Length;)
            plays._plays.Add(new PlayRow(new PlayKey(Text(data, ref at), Text(data, ref at), Text(data, ref at)), Bytes(data, ref at)));
        return plays;
    }

    public byte[] Write()
    {
        if (_plays.Count == 0)
            return [];
        byte[] data = new byte[1 + _plays.Sum(play => 8 + Size(play.Key.GameCode) + Size(play.Key.GamezopLeaderboard) + Size(play.Key.GamePlayId) + play.Data.Length)];
        data[0] = Version;
        int at = 1;
        foreach (PlayRow play in _plays)
        {
            at = Write(data, at, play.Key.GameCode);
            at = Write(data, at, play.Key.GamezopLeaderboard);
            at = Write(data, at, play.Key.GamePlayId);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), checked((ushort)play.Data.Length));
            play.Data.Span.CopyTo(data.AsSpan(at + 2));
            at += 2 + play.Data.Length;
        }

        return data;
    }

    public PlayRow? Find(PlayKey key) => _plays.FindIndex(play => play.Key == key) is >= 0 and var index ? _plays[index] : null;

    public void Add(PlayRow play) => _plays.Add(play);

    /// <summary>Changes a play that is here; false where it is not.</summary>
    public bool Replace(PlayRow play)
    {
        int index = _plays.FindIndex(other => other.Key == play.Key);
        if (index < 0)
            return false;
        _plays[index] = play;
        return true;
    }

    public bool Remove(PlayKey key) => _plays.RemoveAll(play => play.Key == key) > 0;

    public void Clear() => _plays.Clear();

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);

    private static int Write(byte[] data, int at, string text)
    {
        int length = Encoding.UTF8.GetBytes(text, data.AsSpan(at + 2));
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), checked((ushort)length));
        return at + 2 + length;
    }

    private static ReadOnlyMemory<byte> Bytes(byte[] data, ref int at)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at));
        at += 2 + length;
        return data.AsMemory(at - length, length);
    }

    private static string Text(byte[] data, ref int at) => Encoding.UTF8.GetString(Bytes(data, ref at).Span);
}

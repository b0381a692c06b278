using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Gamezop.Scores;

/// <summary>
/// Hands out one instance for texts that come again and again (games, leaderboards, countries), so that an event does not pay for them.
/// </summary>
/// <remarks>
/// A fixed number of slots without locks: a collision overwrites, a lost race costs one allocation, nothing ever grows. Only short
/// texts get in, so that a sender of nonsense can hold no more than a few dozen kilobytes.
/// </remarks>
internal static class SharedStrings
{
    private const int LongestText = 48;
    private static readonly string?[] Slots = new string?[512];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestText)
            return Encoding.UTF8.GetString(utf8);

        ref string? slot = ref Slots[Hash(utf8) % (uint)Slots.Length];
        string? text = slot;
        // Ascii.Equals is false for anything beyond ASCII: such texts are correct, they are just not shared.
        if (text is not null && Ascii.Equals(utf8, text))
            return text;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Prime = 0x9E37_79B9_7F4A_7C15;
        ulong hash = (ulong)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Prime, 23);
            utf8 = utf8[sizeof(ulong)..];
        }

        foreach (byte unit in utf8)
            hash = (hash ^ unit) * Prime;
        return (uint)(hash >> 32);
    }
}

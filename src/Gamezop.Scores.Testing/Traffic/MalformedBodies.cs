using System.Text;

namespace Gamezop.Scores.Testing;

/// <summary>Bodies that are no score, each wrong in one way. All are made from a right one by bytes, as a broken sender or proxy would.</summary>
internal static class MalformedBodies
{
    private static readonly Func<byte[], byte[]>[] Ways =
    [
        right => right[..(right.Length / 2)],
        right => [],
        right => [.. "["u8, .. right, .. "]"u8],
        right => [.. right, .. right],
        right => "null"u8.ToArray(),
        right => Replace(right, "\"gameCode\":", "\"gamecode\":"),
        right => Replace(right, "\"score\":", "\"score\":true,\"was\":"),
        right => Replace(right, "\"timestamp\":", "\"timestamp\":-"),
        right => Replace(right, "\"state\":\"", "\"state\":\"\\u0000"),
        right => Replace(right, "{", "{\"subId\":\"somebody-else\","),
        right => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(right)),
    ];

    public static byte[] Create(byte[] right, SeededRandom random) => random.Pick(Ways)(right);

    private static byte[] Replace(byte[] json, string old, string replacement)
    {
        string text = Encoding.UTF8.GetString(json);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length)));
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gamezop.Scores.Competitions;

/// <summary>A short text that differs exactly when the content does.</summary>
internal static class ContentTag
{
    /// <summary>How long every tag is.</summary>
    public const int Length = 22;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Whether a text that came from outside could be a tag.</summary>
    public static bool IsOne(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Alphabet);

    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}

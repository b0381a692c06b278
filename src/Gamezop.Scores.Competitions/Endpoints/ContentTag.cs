using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gamezop.Scores.Competitions;

/// <summary>A short text that differs exactly when the content does.</summary>
internal static class ContentTag
{
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}

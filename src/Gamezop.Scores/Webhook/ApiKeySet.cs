using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores;

/// <summary>The configured keys as hashes. A look-up takes the same time whichever key is right, and tells nothing of their lengths.</summary>
internal sealed class ApiKeySet(IEnumerable<string> keys)
{
    private readonly byte[][] _hashes = [.. keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];

    public bool IsEmpty => _hashes.Length == 0;

    public bool Contains(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        var found = false;
        foreach (var known in _hashes)
            found |= CryptographicOperations.FixedTimeEquals(known, hash);
        return found;
    }

    private static void Hash(string key, Span<byte> hash)
    {
        Span<byte> small = stackalloc byte[512];
        var utf8 = Encoding.UTF8.GetMaxByteCount(key.Length) <= small.Length ? small : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores;

/// <summary>
/// The configured keys as hashes, each with the source that it belongs to. A look-up takes the same time whichever key is right, and tells
/// nothing of their lengths.
/// </summary>
internal sealed class ApiKeySet
{
    private readonly byte[][] _hashes;
    private readonly ScoreSourceFeature?[] _sources;

    public ApiKeySet(GamezopScoresOptions options)
    {
        var keys = new List<(string Key, ScoreSourceFeature? Source)>(options.ApiKeys.Select(key => (key, (ScoreSourceFeature?)null)));
        foreach (var (name, source) in options.Sources)
        {
            var feature = new ScoreSourceFeature(name);
            keys.AddRange(source.ApiKeys.Select(key => (key, (ScoreSourceFeature?)feature)));
        }

        _hashes = [.. keys.Select(one => SHA256.HashData(Encoding.UTF8.GetBytes(one.Key)))];
        _sources = [.. keys.Select(one => one.Source)];
    }

    public bool IsEmpty => _hashes.Length == 0;

    /// <summary>Finds the key among all of them.</summary>
    /// <param name="key">The key that came with a call.</param>
    /// <param name="source">The source that the key belongs to; null for none.</param>
    /// <returns>Whether the key is one of those configured.</returns>
    public bool TryFind(string key, out ScoreSourceFeature? source)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);

        // Every key is compared, and no branch depends on the outcome before the last one has been.
        var found = 0;
        for (var i = 0; i < _hashes.Length; i++)
        {
            var isEqual = -Convert.ToInt32(CryptographicOperations.FixedTimeEquals(_hashes[i], hash));
            found = (found & ~isEqual) | ((i + 1) & isEqual);
        }

        source = found == 0 ? null : _sources[found - 1];
        return found != 0;
    }

    private static void Hash(string key, Span<byte> hash)
    {
        Span<byte> small = stackalloc byte[512];
        var utf8 = Encoding.UTF8.GetMaxByteCount(key.Length) <= small.Length ? small : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
    }
}

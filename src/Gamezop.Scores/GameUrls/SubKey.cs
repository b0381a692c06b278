using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace Gamezop.Scores;

/// <summary>One key of a <see cref="SubProtector"/>: the keys derived from it, and what they do to bytes.</summary>
internal sealed class SubKey
{
    /// <summary>How many bytes a sub has beyond the id's: the nonce before it and the tag behind it.</summary>
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int DerivedLength = 32;
    private const int IdLength = 8;

    private static readonly byte[] Salt = Encoding.ASCII.GetBytes("Gamezop.Scores.SubProtector.v1");

    // Set up once and lent to one thread at a time: neither of the two is safe for several.
    private readonly ObjectPool<Ciphers> _ciphers;

    public SubKey(byte[] key)
    {
        Id = Convert.ToHexStringLower(Derive(key, "key id", IdLength));
        _ciphers = new DefaultObjectPoolProvider().Create(new CiphersPolicy(Derive(key, "nonce", DerivedLength), Derive(key, "cipher", DerivedLength)));
    }

    /// <summary>Names the key in a store. It is derived from the key like the other ones, and tells nothing of any of them.</summary>
    public string Id { get; }

    /// <summary>Protects an id.</summary>
    /// <param name="id">The id in UTF-8.</param>
    /// <param name="sub">Where to: as long as the id and <see cref="Overhead"/>.</param>
    public void Protect(ReadOnlySpan<byte> id, Span<byte> sub)
    {
        // Not given back when it throws: it could hold half an id.
        var ciphers = _ciphers.Get();
        ciphers.WriteNonce(id, sub[..NonceLength]);
        ciphers.Gcm.Encrypt(sub[..NonceLength], id, sub[NonceLength..^TagLength], sub[^TagLength..]);
        _ciphers.Return(ciphers);
    }

    /// <summary>Finds the id in what <see cref="Protect"/> made.</summary>
    /// <param name="sub">The bytes of a sub.</param>
    /// <param name="id">Where to: shorter than the sub by <see cref="Overhead"/>. Means nothing when the answer is false.</param>
    /// <returns>Whether this key made exactly this sub.</returns>
    public bool TryUnprotect(ReadOnlySpan<byte> sub, Span<byte> id)
    {
        var nonce = sub[..NonceLength];
        var text = sub[NonceLength..^TagLength];
        var tag = sub[^TagLength..];
        Span<byte> again = stackalloc byte[sub.Length];

        // GCM is a stream cipher with a tag: to encrypt the text once more is to decrypt it. Its Decrypt answers a wrong tag with an exception, and
        // after a rotation most calls would meet one, for the keys are tried in turn. So the id is protected anew, and the whole is compared.
        var ciphers = _ciphers.Get();
        ciphers.Gcm.Encrypt(nonce, text, id, again[^TagLength..]);
        ciphers.WriteNonce(id, again[..NonceLength]);
        var isOurs = CryptographicOperations.FixedTimeEquals(again[..NonceLength], nonce);
        if (isOurs)
        {
            ciphers.Gcm.Encrypt(nonce, id, again[NonceLength..^TagLength], again[^TagLength..]);
            isOurs = CryptographicOperations.FixedTimeEquals(again[^TagLength..], tag);
        }

        _ciphers.Return(ciphers);
        return isOurs;
    }

    private static byte[] Derive(byte[] key, string info, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, Salt, Encoding.ASCII.GetBytes(info));

    private sealed class Ciphers(byte[] nonceKey, byte[] cipherKey) : IDisposable
    {
        private readonly IncrementalHash _nonces = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, nonceKey);

        public AesGcm Gcm { get; } = new(cipherKey, TagLength);

        // Made of the id, so that a user's sub is always the same, and no two ids have one nonce but by a chance of 1 in 2^96 for each pair.
        public void WriteNonce(ReadOnlySpan<byte> id, Span<byte> nonce)
        {
            Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
            _nonces.AppendData(id);
            _nonces.GetHashAndReset(mac);
            mac[..nonce.Length].CopyTo(nonce);
        }

        public void Dispose()
        {
            _nonces.Dispose();
            Gcm.Dispose();
        }
    }

    private sealed class CiphersPolicy(byte[] nonceKey, byte[] cipherKey) : PooledObjectPolicy<Ciphers>
    {
        public override Ciphers Create() => new(nonceKey, cipherKey);

        public override bool Return(Ciphers obj) => true;
    }
}

using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace Gamezop.Scores;

/// <summary>
/// Signs the user id in a <c>sub</c>, and checks it when it comes back with a score. A plain <c>sub</c> stands readable in the game's URL, so a
/// user could play as somebody else; a signed one can't be made without the key.
/// </summary>
/// <remarks>
/// The form is <c>&lt;userId&gt;.&lt;22 characters&gt;</c>: HMAC-SHA256 over the id in UTF-8, its first 128 bits as base64url. It does not expire: it
/// says who plays, not when. Thread-safe.
/// </remarks>
public sealed class SubSigner
{
    /// <summary>The fewest bytes of a key: 16. Use 32 from <see cref="RandomNumberGenerator"/>.</summary>
    public const int MinKeyLength = 16;

    /// <summary>The longest user id that can be signed: 77 UTF-16 code units, so that the sub stays within Gamezop's 100.</summary>
    public const int MaxUserIdLength = SubRules.MaxLength - SuffixLength;

    private const int MacLength = 16;
    private const int SignatureLength = 22;
    private const int SuffixLength = 1 + SignatureLength;

    // Hashes that know their key already, lent to one thread at a time: setting up a keyed hash costs twice what the hash itself does.
    private readonly ObjectPool<IncrementalHash>[] _hashes;

    /// <summary>Creates a signer.</summary>
    /// <param name="key">The key that signs, at least <see cref="MinKeyLength"/> bytes. Copied.</param>
    /// <param name="olderKeys">Keys whose signatures are still good, so that a key can be replaced while games are open. Copied.</param>
    /// <exception cref="ArgumentException">A key is too short (<see cref="ArgumentNullException"/> when it is null).</exception>
    public SubSigner(byte[] key, params byte[][] olderKeys)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(olderKeys);
        DefaultObjectPoolProvider pools = new();
        _hashes = [pools.Create(new KeyedHashes(key, nameof(key))), .. olderKeys.Select(older => pools.Create(new KeyedHashes(older, nameof(olderKeys))))];
    }

    /// <summary>Makes a signed sub.</summary>
    /// <param name="userId">The user's id: as a sub's rules demand, and at most <see cref="MaxUserIdLength"/> UTF-16 code units.</param>
    /// <returns>The sub for <see cref="GameUrlBuilder.WithSub"/>; always the same for one id and key.</returns>
    /// <exception cref="ArgumentException">The id is refused; the message says why (<see cref="ArgumentNullException"/> when it is null).</exception>
    public string Sign(string userId)
    {
        SubRules.Require(userId, "user id", nameof(userId));
        if (userId.Length > MaxUserIdLength)
            throw new ArgumentException($"The user id is longer than {MaxUserIdLength} UTF-16 code units.", nameof(userId));
        Span<char> signature = stackalloc char[SignatureLength];
        WriteSignature(_hashes[0], userId, signature);
        return string.Concat(userId, ".", signature);
    }

    /// <summary>Whether a sub looks signed for a user, whoever made the signature.</summary>
    internal static bool HasForm(string sub, string userId) =>
        sub.Length == userId.Length + SuffixLength && sub[userId.Length] == '.' && sub.StartsWith(userId, StringComparison.Ordinal) && Ascii.IsValid(sub.AsSpan(userId.Length));

    /// <summary>Checks a sub. Never throws.</summary>
    /// <param name="sub">The sub that came with a score.</param>
    /// <param name="userId">The id that was signed, or null.</param>
    /// <returns>Whether one of the keys signed it. The time that takes does not tell how much of a forged signature is right, nor which key fits.</returns>
    public bool TryVerify([NotNullWhen(true)] string? sub, [NotNullWhen(true)] out string? userId)
    {
        userId = null;
        if (sub is null || sub.Length is <= SuffixLength or > SubRules.MaxLength || sub[^SuffixLength] != '.')
            return false;
        string id = sub[..^SuffixLength];

        // Not only a matter of form: a lone surrogate would have the same UTF-8 as U+FFFD.
        if (SubRules.Problem(id) is not null)
            return false;

        // Compared as text, so that base64url's other spellings of the same bits are no signatures.
        ReadOnlySpan<byte> given = MemoryMarshal.AsBytes(sub.AsSpan(^SignatureLength..));
        Span<char> expected = stackalloc char[SignatureLength];
        bool isSigned = false;
        foreach (ObjectPool<IncrementalHash> hashes in _hashes)
        {
            WriteSignature(hashes, id, expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected), given);
        }

        userId = isSigned ? id : null;
        return isSigned;
    }

    private static void WriteSignature(ObjectPool<IncrementalHash> hashes, string userId, Span<char> signature)
    {
        Span<byte> utf8 = stackalloc byte[MaxUserIdLength * 3];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];

        // Not given back when it throws: it could hold half an id.
        IncrementalHash hash = hashes.Get();
        hash.AppendData(utf8[..Encoding.UTF8.GetBytes(userId, utf8)]);
        hash.GetHashAndReset(mac);
        hashes.Return(hash);
        Base64Url.EncodeToChars(mac[..MacLength], signature);
    }

    private sealed class KeyedHashes : PooledObjectPolicy<IncrementalHash>
    {
        private readonly byte[] _key;

        public KeyedHashes(byte[] key, string parameterName)
        {
            ArgumentNullException.ThrowIfNull(key, parameterName);
            if (key.Length < MinKeyLength)
                throw new ArgumentException($"A signing key has {key.Length} bytes; it needs at least {MinKeyLength}.", parameterName);
            _key = [.. key];
        }

        public override IncrementalHash Create() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);

        public override bool Return(IncrementalHash obj) => true;
    }
}

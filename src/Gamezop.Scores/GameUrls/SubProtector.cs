using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Gamezop.Scores;

/// <summary>
/// Turns a user's id into a <c>sub</c> that nobody can read, make or alter without the key, and back when it comes with a score. One id and key
/// always make the same sub: Gamezop keeps a user's saved game progress under it.
/// </summary>
/// <remarks>
/// <para>
/// The form is base64url, without padding, of nonce, encrypted id and tag: AES-256-GCM over the id in UTF-8 without associated data, the tag of 16
/// bytes, the nonce the first 12 bytes of HMAC-SHA256 over the id. Its two keys of 32 bytes come from the given one by HKDF-SHA256 with the salt
/// <c>Gamezop.Scores.SubProtector.v1</c> and the infos <c>nonce</c> and <c>cipher</c>, all in ASCII. A sub does not expire: it says who plays, not when.
/// Its length tells that of the id.
/// </para>
/// <para>Thread-safe. It keeps copies of nothing but derived keys.</para>
/// </remarks>
public sealed class SubProtector
{
    /// <summary>The fewest bytes of a key: 16. Use 32 from <see cref="RandomNumberGenerator"/>.</summary>
    public const int MinKeyLength = 16;

    /// <summary>The longest user id in bytes of UTF-8: 47, so that its sub has Gamezop's 100 characters.</summary>
    public const int MaxUserIdBytes = 47;

    private const int MaxSubBytes = MaxUserIdBytes + SubKey.Overhead;

    private readonly SubKey[] _keys;

    /// <summary>Creates a protector.</summary>
    /// <param name="key">The key that protects, at least <see cref="MinKeyLength"/> bytes.</param>
    /// <param name="olderKeys">Keys whose subs are read as well.</param>
    /// <exception cref="ArgumentException">A key is too short (<see cref="ArgumentNullException"/> when it is null).</exception>
    public SubProtector(byte[] key, params byte[][] olderKeys)
    {
        Require(key, nameof(key));
        ArgumentNullException.ThrowIfNull(olderKeys);
        foreach (var older in olderKeys)
            Require(older, nameof(olderKeys));
        _keys = [new SubKey(key), .. olderKeys.Select(older => new SubKey(older))];
    }

    /// <summary>The name of the key that protects.</summary>
    internal string KeyId => _keys[0].Id;

    /// <summary>Makes the sub of a user.</summary>
    /// <param name="userId">The user's id: as a plain sub's rules demand (<see cref="GameUrlBuilder.WithSub"/>), and at most
    /// <see cref="MaxUserIdBytes"/> bytes in UTF-8.</param>
    /// <returns>The sub for <see cref="GameUrlBuilder.WithSub"/>: 39 to 100 characters of base64url; always the same for one id and key.</returns>
    /// <exception cref="ArgumentException">The id is refused; the message says why (<see cref="ArgumentNullException"/> when it is null).</exception>
    public string Protect(string userId) => Protect(_keys[0], userId);

    /// <summary>Finds the user of a sub. Never throws.</summary>
    /// <param name="sub">The sub that came with a score.</param>
    /// <param name="userId">The user's id, or null.</param>
    /// <returns>
    /// Whether one of the keys made exactly this sub: other spellings of the same bytes (padding, other bits behind the last byte, another
    /// alphabet) are refused, and so
    /// is an id that <see cref="Protect(string)"/> would not take.
    /// </returns>
    public bool TryUnprotect([NotNullWhen(true)] string? sub, [NotNullWhen(true)] out string? userId)
    {
        userId = null;
        Span<byte> bytes = stackalloc byte[MaxSubBytes];
        if (sub is null || !TryDecode(sub, ref bytes))
            return false;

        Span<byte> id = stackalloc byte[bytes.Length - SubKey.Overhead];
        foreach (var key in _keys)
        {
            if (!key.TryUnprotect(bytes, id))
                continue;

            // Another program that has the key could have protected anything.
            if (Utf8.IsValid(id) && Encoding.UTF8.GetString(id) is var text && SubRules.Problem(text) is null)
                userId = text;
            break;
        }

        return userId is not null;
    }

    /// <summary>Makes the sub of a user with the key of a name.</summary>
    /// <returns>The sub; null when there is no key of that name.</returns>
    internal string? ProtectWith(string keyId, string userId) => Array.Find(_keys, key => key.Id == keyId) is { } key ? Protect(key, userId) : null;

    /// <summary>Whether a text has the form of what <see cref="Protect(string)"/> makes, with whatever key.</summary>
    /// <remarks>
    /// A text without a capital letter, or without a small one, has it not: it is an id such as a hash in hexadecimal digits. Of the subs that are made here
    /// fewer than one in 100 million is such a text, since each of their 39 or more characters is a capital letter with a chance of 26 in 64.
    /// </remarks>
    internal static bool IsProtectedForm(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxSubBytes];
        return text.AsSpan().ContainsAnyInRange('A', 'Z') && text.AsSpan().ContainsAnyInRange('a', 'z') && TryDecode(text, ref bytes);
    }

    /// <summary>The subs that every key makes of a user's id; none where the id can't be protected.</summary>
    internal IEnumerable<string> ProtectWithAll(string userId) => Problem(userId) is null ? _keys.Select(key => Protect(key, userId)) : [];

    private static string Protect(SubKey key, string userId)
    {
        if (Problem(userId) is { } problem)
            throw userId is null ? new ArgumentNullException(nameof(userId), problem) : new ArgumentException(problem, nameof(userId));

        Span<byte> id = stackalloc byte[MaxUserIdBytes];
        id = id[..Encoding.UTF8.GetBytes(userId, id)];
        Span<byte> sub = stackalloc byte[id.Length + SubKey.Overhead];
        key.Protect(id, sub);
        return Base64Url.EncodeToString(sub);
    }

    private static string? Problem(string? userId)
    {
        if (SubRules.Check(userId, "user id") is { } error)
            return error;
        var length = Encoding.UTF8.GetByteCount(userId!);
        return length <= MaxUserIdBytes ? null : $"The user id has {length} bytes in UTF-8; a protected sub holds at most {MaxUserIdBytes}.";
    }

    private static bool TryDecode(string sub, ref Span<byte> bytes)
    {
        if (sub.Length > SubRules.MaxLength
            || Base64Url.DecodeFromChars(sub, bytes, out _, out var length) != OperationStatus.Done
            || length <= SubKey.Overhead)
            return false;
        bytes = bytes[..length];

        // The decoder is liberal: only what it would be encoded to is what was made.
        Span<char> canonical = stackalloc char[SubRules.MaxLength];
        return sub.AsSpan().SequenceEqual(canonical[..Base64Url.EncodeToChars(bytes, canonical)]);
    }

    private static void Require(byte[] key, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(key, parameterName);
        if (key.Length < MinKeyLength)
            throw new ArgumentException($"A key for subs has {key.Length} bytes; it needs at least {MinKeyLength}.", parameterName);
    }
}

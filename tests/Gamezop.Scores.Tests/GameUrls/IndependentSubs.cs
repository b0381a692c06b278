using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Tests.GameUrls;

/// <summary>
/// Protected subs once more, by the books (RFC 5869, NIST SP 800-38D, RFC 4648) and by other means than the product: HMAC for HKDF, single AES blocks and a
/// bit by bit GHASH for GCM, base64 by hand.
/// </summary>
internal static class IndependentSubs
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static string Protect(byte[] key, string userId) => Protect(key, Encoding.UTF8.GetBytes(userId));

    /// <summary>Protects any bytes, under any nonce: also what the product would not.</summary>
    public static string Protect(byte[] key, byte[] id, byte[]? nonce = null)
    {
        nonce ??= Hmac(Derive(key, "nonce", 32), id)[..12];
        return Base64Url([.. nonce, .. Seal(Derive(key, "cipher", 32), nonce, id)]);
    }

    public static string KeyId(byte[] key) => Convert.ToHexStringLower(Derive(key, "key id", 8));

    public static string Base64Url(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 6)
        {
            var value = 0;
            for (var i = bit; i < bit + 6; i++)
                value = (value << 1) | (i < bytes.Length * 8 ? (bytes[i / 8] >> (7 - (i % 8))) & 1 : 0);
            text.Append(Alphabet[value]);
        }

        return text.ToString();
    }

    private static byte[] Derive(byte[] key, string info, int length)
    {
        var pseudoRandom = Hmac("Gamezop.Scores.SubProtector.v1"u8.ToArray(), key);
        byte[] output = [];
        byte[] block = [];
        for (byte counter = 1; output.Length < length; counter++)
        {
            block = Hmac(pseudoRandom, [.. block, .. Encoding.ASCII.GetBytes(info), counter]);
            output = [.. output, .. block];
        }

        return output[..length];
    }

    // HMAC of its definition, so that nothing here is the framework's but the hash and the block cipher.
    private static byte[] Hmac(byte[] key, byte[] data)
    {
        var padded = new byte[64];
        (key.Length > 64 ? SHA256.HashData(key) : key).CopyTo(padded, 0);
        var inner = SHA256.HashData([.. padded.Select(b => (byte)(b ^ 0x36)), .. data]);
        return SHA256.HashData([.. padded.Select(b => (byte)(b ^ 0x5C)), .. inner]);
    }

    private static byte[] Seal(byte[] key, byte[] nonce, byte[] plain)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var hashKey = Block(new byte[16]);
        var cipher = new byte[plain.Length];
        for (var i = 0; i < plain.Length; i++)
            cipher[i] = (byte)(plain[i] ^ Block(Counter(2 + (i / 16)))[i % 16]);

        var hash = new byte[16];
        for (var start = 0; start < cipher.Length; start += 16)
            hash = Multiply(Xor(hash, [.. cipher.Skip(start).Take(16), .. new byte[Math.Max(0, start + 16 - cipher.Length)]]), hashKey);
        var bits = (ulong)cipher.Length * 8;
        byte[] lengths = [0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 8).Select(i => (byte)(bits >> (56 - (8 * i))))];
        hash = Multiply(Xor(hash, lengths), hashKey);
        return [.. cipher, .. Xor(hash, Block(Counter(1)))];

        byte[] Counter(int number) => [.. nonce, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

        byte[] Block(byte[] input) => aes.EncryptEcb(input, PaddingMode.None);
    }

    private static byte[] Xor(byte[] one, byte[] other) => [.. one.Zip(other, (a, b) => (byte)(a ^ b))];

    // Multiplication in the field of 2^128 elements, most significant bit first.
    private static byte[] Multiply(byte[] one, byte[] other)
    {
        var product = new byte[16];
        var factor = (byte[])other.Clone();
        for (var bit = 0; bit < 128; bit++)
        {
            if (((one[bit / 8] >> (7 - (bit % 8))) & 1) == 1)
                product = Xor(product, factor);
            var carry = factor[15] & 1;
            for (var i = 15; i > 0; i--)
                factor[i] = (byte)((factor[i] >> 1) | ((factor[i - 1] & 1) << 7));
            factor[0] = (byte)((factor[0] >> 1) ^ (carry == 1 ? 0xE1 : 0));
        }

        return product;
    }
}

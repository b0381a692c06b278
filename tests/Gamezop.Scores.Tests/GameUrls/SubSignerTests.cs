using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Gamezop.Scores.Tests.GameUrls;

public class SubSignerTests
{
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(100, 16).Select(i => (byte)i)];

    [Fact]
    public void The_form_is_the_id_a_dot_and_22_characters_of_hmac_sha256()
    {
        string mac = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("123-554-111"))[..16]).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        new SubSigner(Key).Sign("123-554-111").Should().Be("123-554-111." + mac).And.Be("123-554-111.S0f74kN_U2wkUOoG9_fSIw");
    }

    [Fact]
    public void What_is_signed_verifies() =>
        Gen.OneOf("a", ".", "é", "😀", " b", "..", "%", "\u05D0").Array[1, 20].Select(string.Concat).Where(id => id is not ("." or "..") && id.Trim() == id).Sample(id =>
        {
            SubSigner signer = new(Key);
            string sub = signer.Sign(id);
            signer.TryVerify(sub, out string? userId).Should().BeTrue();
            userId.Should().Be(id);
            GameUrlBuilder.TryBuild("https://games.example/g", sub, out _, out _).Should().BeTrue();
        }, iter: 1_000);

    [Fact]
    public void The_longest_id_fills_a_sub()
    {
        SubSigner signer = new(Key);
        foreach (string id in new[] { new string('x', 77), new string('é', 77), string.Concat(Enumerable.Repeat("😀", 38)) + "x", new string('\u3042', 77) })
        {
            string sub = signer.Sign(id);
            sub.Length.Should().Be(100);
            signer.TryVerify(sub, out string? userId).Should().BeTrue();
            userId.Should().Be(id);
        }
    }

    [Theory]
    [InlineData(null, "The user id is null.")]
    [InlineData("", "The user id is empty.")]
    [InlineData(".", "The user id is '.', which vanishes from URL paths.")]
    [InlineData("..", "The user id is '..', which vanishes from URL paths.")]
    [InlineData("a\n", "The user id contains a control character.")]
    [InlineData(" a", "The user id begins or ends with white space.")]
    [InlineData("a ", "The user id begins or ends with white space.")]
    [InlineData("78", "The user id is longer than 77 UTF-16 code units.")]
    public void A_refused_id_says_why(string? userId, string message)
    {
        string? id = userId == "78" ? new string('x', 78) : userId;
        new SubSigner(Key).Invoking(s => s.Sign(id!)).Should().Throw<ArgumentException>().WithParameterName(nameof(userId)).WithMessage(message + "*");
    }

    [Fact]
    public void A_lone_surrogate_is_neither_signed_nor_taken_for_a_replacement_character()
    {
        SubSigner signer = new(Key);
        signer.Invoking(s => s.Sign("a\uD83D")).Should().Throw<ArgumentException>().WithMessage("The user id contains a lone surrogate.*");
        string sub = signer.Sign("a\uFFFD");
        Refuses(signer, sub.Replace('\uFFFD', '\uD83D'));
    }

    [Fact]
    public void Another_key_is_refused() => Refuses(new SubSigner(OtherKey), new SubSigner(Key).Sign("u1"));

    [Fact]
    public void Another_user_is_refused()
    {
        SubSigner signer = new(Key);
        string signature = signer.Sign("u1")[2..];
        foreach (string id in new[] { "u2", "u", "u11", "U1", "u1.", "", " u1", "u1 ", "ü1", "." })
            Refuses(signer, id + signature);
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        SubSigner signer = new(Key);
        string sub = signer.Sign("user-1");
        for (int length = 0; length < sub.Length; length++)
        {
            Refuses(signer, sub[..length]);
            Refuses(signer, sub[(length + 1)..]);
            Refuses(signer, sub.Remove(length, 1));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        SubSigner signer = new(Key);
        string sub = signer.Sign("user-1");
        for (int position = 0; position < sub.Length; position++)
        {
            for (int bit = 0; bit < 16; bit++)
            {
                char[] altered = sub.ToCharArray();
                altered[position] ^= (char)(1 << bit);
                Refuses(signer, new string(altered));
            }
        }
    }

    [Fact]
    public void Only_one_character_of_the_alphabet_fits_at_each_place()
    {
        SubSigner signer = new(Key);
        string sub = signer.Sign("u1");
        for (int position = 3; position < sub.Length; position++)
            Base64Url.Count(c => signer.TryVerify(sub[..position] + c + sub[(position + 1)..], out _)).Should().Be(1, "position {0}", position);
    }

    [Fact]
    public void Other_spellings_of_the_same_bits_are_refused()
    {
        SubSigner signer = new(Key);
        string id = Enumerable.Range(0, 1000).Select(i => $"u{i}").First(u => signer.Sign(u)[^22..] is { } s && s.Contains('-') && s.Contains('_'));
        string sub = signer.Sign(id);
        Refuses(signer, sub + "==");
        Refuses(signer, sub + "=");
        Refuses(signer, sub.Replace('-', '+'));
        Refuses(signer, sub.Replace('_', '/'));
        Refuses(signer, Uri.EscapeDataString(sub) + "%3D");
        Refuses(signer, sub + " ");
        Refuses(signer, sub + "\n");
        for (int unused = 1; unused < 16; unused++)
            Refuses(signer, sub[..^1] + Base64Url[Base64Url.IndexOf(sub[^1]) + unused]);
    }

    [Fact]
    public void Rotated_keys_verify_and_the_first_signs()
    {
        SubSigner before = new(Key);
        SubSigner after = new(OtherKey, [1, .. Key], Key);
        after.TryVerify(before.Sign("u1"), out string? userId).Should().BeTrue();
        userId.Should().Be("u1");
        after.Sign("u1").Should().Be(new SubSigner(OtherKey).Sign("u1")).And.NotBe(before.Sign("u1"));
        after.TryVerify(after.Sign("u1"), out _).Should().BeTrue();
        Refuses(before, after.Sign("u1"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void Short_keys_are_refused(int length)
    {
        string message = $"A signing key has {length} bytes; it needs at least 16.*";
        ((Action)(() => _ = new SubSigner(new byte[length]))).Should().Throw<ArgumentException>().WithParameterName("key").WithMessage(message);
        ((Action)(() => _ = new SubSigner(Key, OtherKey, new byte[length]))).Should().Throw<ArgumentException>().WithParameterName("olderKeys").WithMessage(message);
    }

    [Fact]
    public void Missing_keys_are_refused()
    {
        ((Action)(() => _ = new SubSigner(null!))).Should().Throw<ArgumentNullException>().WithParameterName("key");
        ((Action)(() => _ = new SubSigner(Key, null!))).Should().Throw<ArgumentNullException>().WithParameterName("olderKeys");
        ((Action)(() => _ = new SubSigner(Key, [null!]))).Should().Throw<ArgumentNullException>().WithParameterName("olderKeys");
    }

    [Fact]
    public void Keys_are_copied()
    {
        byte[] key = [.. Key];
        SubSigner signer = new(key);
        string sub = new SubSigner(Key).Sign("u1");
        Array.Clear(key);
        signer.Sign("u1").Should().Be(sub);
        signer.TryVerify(sub, out _).Should().BeTrue();
    }

    [Fact]
    public void Verification_never_throws() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["Aa-_.=+/\uD83D\0 "], 0, 120]).Sample(sub => Refuses(new SubSigner(Key), sub), iter: 5_000);

    [Fact]
    public void Null_is_not_signed() => Refuses(new SubSigner(Key), null);

    [Fact]
    public void One_signer_serves_many_threads()
    {
        SubSigner signer = new(Key, OtherKey);
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            signer.TryVerify(signer.Sign($"user-{i}"), out string? userId).Should().BeTrue();
            userId.Should().Be($"user-{i}");
        });
    }

    private static void Refuses(SubSigner signer, string? sub)
    {
        signer.TryVerify(sub, out string? userId).Should().BeFalse(sub);
        userId.Should().BeNull();
    }
}

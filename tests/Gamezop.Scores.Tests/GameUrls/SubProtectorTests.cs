using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Gamezop.Scores.Tests.GameUrls;

public sealed class SubProtectorTests
{
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] ShortKey = [.. Enumerable.Range(100, 16).Select(i => (byte)i)];
    private static readonly byte[] LongKey = [.. Enumerable.Range(0, 64).Select(i => (byte)(255 - i))];

    private static readonly Gen<string> Ids = Gen.OneOf("a", ".", "é", "\U0001F600", " b", "..", "%", "\u05D0", "-_", "0").Array[1, 11].Select(string.Concat)
        .Where(id => id is not ("." or "..") && id.Trim() == id && Encoding.UTF8.GetByteCount(id) <= SubProtector.MaxUserIdBytes);

    // Made with Python's "cryptography" package.
    [Theory]
    [InlineData(32, "1", "cVdK4TRAWWquY7FOhb9F0wfgOr-iBXh1TmB9UqI")]
    [InlineData(32, "123-554-111", "MipH9TXV3N8DtxZAzm9NlLoy_izGfl6W97uhEGBBiEG9Xz0zHDwA")]
    [InlineData(32, "é☃\U0001F600", "3eWdHIyr5ftekFUD5MT11gCvsAzFyV0XmXEjTK8bsIx1iB0a4Q")]
    [InlineData(32, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "F25WcxMa0RMV3RdXz9v8EHn7x-goZnJQIRSPb79-m-UAFKumUNLws7tqBuJXlBKCjtJCfCb1kmspCsa3vqBHHiu_YihGujCxyViX")]
    [InlineData(16, "123-554-111", "Z--4o7EM3iM8iUQOsEDGsWvYWeJCKv8ZdTghT6QnEn0qkGCudK5r")]
    [InlineData(16, "éééééééééééééééééééééééx", "9IFPxCgyDM0FPImtxlov_DSVEwPJw_BUgZzBt4lenIfPQg7njyxxe06Yydx0WWJJB2bdr-Otf3nDkplJq9vR_IChyF-sFORjUiKp")]
    [InlineData(64, "1", "0hrqkTBF_CH1p6F_LnPgRzZe5Ay0MR-ZvFi5NJ8")]
    [InlineData(64, "user@example", "Z6I3-vGPK2h0B6MlpWKSJWuiBiQpIb7RIq4EBwEsF4OQHc5afckxvw")]
    public void Subs_are_those_that_another_library_makes(int keyLength, string userId, string sub)
    {
        var key = new[] { ShortKey, Key, LongKey }.Single(key => key.Length == keyLength);
        var protector = new SubProtector(key);
        protector.Protect(userId).Should().Be(sub);
        protector.TryUnprotect(sub, out var read).Should().BeTrue();
        read.Should().Be(userId);
        IndependentSubs.Protect(key, userId).Should().Be(sub);
    }

    [Fact]
    public void Names_of_keys_are_those_that_another_library_derives()
    {
        foreach (var (key, id) in new[] { (Key, "bba838471a4375df"), (ShortKey, "bb0f84dadb994fe3"), (LongKey, "c56f09a56ce9ad34") })
        {
            new SubProtector(key).KeyId.Should().Be(id);
            IndependentSubs.KeyId(key).Should().Be(id);
        }
    }

    [Fact]
    public void Any_key_and_id_agree_with_the_independent_implementation() =>
        Gen.Select(Gen.Byte.Array[16, 80], Ids).Sample((key, id) => new SubProtector(key).Protect(id).Should().Be(IndependentSubs.Protect(key, id)), iter: 300);

    [Fact]
    public void What_is_protected_comes_back_is_always_the_same_and_fits_a_game_url() =>
        Ids.Sample(id =>
        {
            var protector = new SubProtector(Key);
            var sub = protector.Protect(id);
            protector.Protect(id).Should().Be(sub);
            new SubProtector(Key, ShortKey).Protect(id).Should().Be(sub);
            sub.Should().MatchRegex("^[A-Za-z0-9_-]{39,100}$");
            protector.TryUnprotect(sub, out var userId).Should().BeTrue();
            userId.Should().Be(id);
            GameUrlBuilder.TryBuild("https://games.example/g", sub, out var url, out _).Should().BeTrue();
            url!.OriginalString.Should().EndWith("?sub=" + sub);
        }, iter: 1_000);

    [Fact]
    public void An_id_of_47_bytes_fills_a_sub_and_one_of_48_is_refused()
    {
        var protector = new SubProtector(Key);
        foreach (var unit in new[] { "x", "é", "☃", "\U0001F600" })
        {
            var bytes = Encoding.UTF8.GetByteCount(unit);
            var most = string.Concat(Enumerable.Repeat(unit, 47 / bytes)) + new string('y', 47 % bytes);
            var sub = protector.Protect(most);
            sub.Length.Should().Be(100);
            protector.TryUnprotect(sub, out var userId).Should().BeTrue();
            userId.Should().Be(most);
            protector.Invoking(p => p.Protect(most + "y")).Should().Throw<ArgumentException>().WithParameterName("userId")
                .WithMessage("The user id has 48 bytes in UTF-8; a protected sub holds at most 47.*");
        }

        Refuses(protector, IndependentSubs.Protect(Key, new string('x', 48)));
    }

    [Theory]
    [InlineData(null, "The user id is null.")]
    [InlineData("", "The user id is empty.")]
    [InlineData(".", "The user id is '.', which vanishes from URL paths.")]
    [InlineData("..", "The user id is '..', which vanishes from URL paths.")]
    [InlineData("a\n", "The user id contains a control character.")]
    [InlineData("a\u0085", "The user id contains a control character.")]
    [InlineData(" a", "The user id begins or ends with white space.")]
    [InlineData("a\u3000", "The user id begins or ends with white space.")]
    [InlineData("a\u202Eb", "The user id contains a character that changes the direction of writing.")]
    public void An_id_that_breaks_a_rule_is_neither_protected_nor_read(string? userId, string message)
    {
        var protector = new SubProtector(Key);
        protector.Invoking(p => p.Protect(userId!)).Should().Throw<ArgumentException>().WithParameterName(nameof(userId)).WithMessage(message + "*");
        if (userId is not null)
            Refuses(protector, IndependentSubs.Protect(Key, userId));
    }

    [Fact]
    public void A_lone_surrogate_is_not_protected_and_bytes_that_are_no_text_are_not_read()
    {
        var protector = new SubProtector(Key);
        protector.Invoking(p => p.Protect("a\uD83D")).Should().Throw<ArgumentException>().WithMessage("The user id contains a lone surrogate.*");
        foreach (byte[] bytes in new byte[][] { [0xFF], [0x61, 0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x61, 0x00] })
            Refuses(protector, IndependentSubs.Protect(Key, bytes));
        protector.TryUnprotect(IndependentSubs.Protect(Key, "a\uFFFD"), out _).Should().BeTrue();
    }

    [Fact]
    public void A_nonce_that_is_not_the_ids_own_is_refused_although_the_tag_is_right()
    {
        var protector = new SubProtector(Key);
        for (byte i = 0; i < 20; i++)
            Refuses(protector, IndependentSubs.Protect(Key, "u1"u8.ToArray(), [.. RandomNumberGenerator.GetBytes(11), i]));
    }

    [Fact]
    public void Every_altered_byte_and_bit_is_refused()
    {
        var protector = new SubProtector(Key);
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(protector.Protect("user-1"));
        for (var position = 0; position < bytes.Length; position++)
        {
            for (var change = 1; change < 256; change++)
            {
                var altered = (byte[])bytes.Clone();
                altered[position] ^= (byte)change;
                Refuses(protector, IndependentSubs.Base64Url(altered));
            }
        }

        var sub = protector.Protect("user-1");
        for (var position = 0; position < sub.Length; position++)
        {
            for (var bit = 0; bit < 16; bit++)
            {
                var altered = sub.ToCharArray();
                altered[position] ^= (char)(1 << bit);
                Refuses(protector, new string(altered));
            }
        }
    }

    [Fact]
    public void Only_one_character_of_the_alphabet_fits_at_each_place()
    {
        var protector = new SubProtector(Key);
        foreach (var id in new[] { "u", "u1", "u12" })
        {
            var sub = protector.Protect(id);
            for (var position = 0; position < sub.Length; position++)
                Base64Url.Count(c => protector.TryUnprotect(sub[..position] + c + sub[(position + 1)..], out _)).Should().Be(1, "position {0} of {1}", position, id);
        }
    }

    [Fact]
    public void Every_cut_and_extension_is_refused()
    {
        var protector = new SubProtector(Key);
        var sub = protector.Protect("user-1");
        for (var length = 0; length < sub.Length; length++)
        {
            Refuses(protector, sub[..length]);
            Refuses(protector, sub[(length + 1)..]);
            Refuses(protector, sub.Remove(length, 1));
        }

        foreach (var more in new[] { "A", "AA", "AAA", "AAAA", "=", "==", sub, ".", "\0", " " })
        {
            Refuses(protector, sub + more);
            Refuses(protector, more + sub);
        }

        for (var position = 0; position <= sub.Length; position++)
            Refuses(protector, sub.Insert(position, "A"));
    }

    [Fact]
    public void Other_spellings_of_the_same_bytes_are_refused()
    {
        var protector = new SubProtector(Key);
        foreach (var length in new[] { 1, 2, 3 })
        {
            var id = Enumerable.Range(0, 10_000).Select(i => new string('u', length - 1 + 6 - $"{i}".Length) + i).First(u => protector.Protect(u) is var s && s.Contains('-') && s.Contains('_'));
            var sub = protector.Protect(id);
            var padding = new string('=', (4 - (sub.Length % 4)) % 4);
            string[] others =
            [
                sub + "=", sub + "==", sub.Replace('-', '+'), sub.Replace('_', '/'), sub.Replace('-', '+').Replace('_', '/') + padding, sub + "\n", " " + sub, sub.Insert(5, "\r\n"), sub.Insert(9, " "),
                Uri.EscapeDataString(sub + "="), sub.ToUpperInvariant(), sub.ToLowerInvariant(),
            ];
            foreach (var other in others)
                Refuses(protector, other);
            if (padding.Length > 0)
                Refuses(protector, sub + padding);

            // The bits behind the last byte.
            var unused = padding.Length * 2;
            for (var bits = 1; bits < 1 << unused; bits++)
                Refuses(protector, sub[..^1] + Base64Url[Base64Url.IndexOf(sub[^1]) + bits]);
        }
    }

    [Fact]
    public void Another_key_is_refused() => Refuses(new SubProtector(ShortKey, LongKey), new SubProtector(Key).Protect("u1"));

    [Fact]
    public void Every_key_reads_and_the_first_protects()
    {
        var before = new SubProtector(Key);
        var after = new SubProtector(ShortKey, LongKey, Key);
        foreach (var key in new[] { Key, ShortKey, LongKey })
        {
            after.TryUnprotect(new SubProtector(key).Protect("u1"), out var userId).Should().BeTrue();
            userId.Should().Be("u1");
        }

        after.Protect("u1").Should().Be(new SubProtector(ShortKey).Protect("u1")).And.NotBe(before.Protect("u1"));
        Refuses(before, after.Protect("u1"));
    }

    [Fact]
    public void A_sub_shows_nothing_of_its_id_and_ids_that_are_alike_have_subs_that_are_not()
    {
        var protector = new SubProtector(Key);
        var subs = Enumerable.Range(0, 500).Select(i => protector.Protect($"user-{i:000}")).ToList();
        subs.Should().OnlyHaveUniqueItems();
        subs.Select(sub => sub[..16]).Should().OnlyHaveUniqueItems("the nonces are derived from the whole id");
        subs.Should().NotContain(sub => Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(sub)).Contains("user-"));
    }

    // GAMEZOP_SUBS sets how many ids (200,000 unless set; the campaign is 10,000,000).
    [Fact]
    public void No_two_ids_share_a_nonce()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_SUBS"), out var wanted) ? wanted : 200_000;
        var protector = new SubProtector(Key);
        var nonces = new UInt128[count];
        for (var i = 0; i < count; i++)
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(protector.Protect($"u{i}"));
            nonces[i] = new UInt128(BitConverter.ToUInt32(bytes, 8), BitConverter.ToUInt64(bytes, 0));
        }

        Array.Sort(nonces);
        var shared = 0;
        for (var i = 1; i < count; i++)
            shared += nonces[i] == nonces[i - 1] ? 1 : 0;
        shared.Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void Short_keys_are_refused(int length)
    {
        var message = $"A key for subs has {length} bytes; it needs at least 16.*";
        ((Action)(() => _ = new SubProtector(new byte[length]))).Should().Throw<ArgumentException>().WithParameterName("key").WithMessage(message);
        ((Action)(() => _ = new SubProtector(Key, ShortKey, new byte[length]))).Should().Throw<ArgumentException>().WithParameterName("olderKeys").WithMessage(message);
    }

    [Fact]
    public void Missing_keys_are_refused()
    {
        ((Action)(() => _ = new SubProtector(null!))).Should().Throw<ArgumentNullException>().WithParameterName("key");
        ((Action)(() => _ = new SubProtector(Key, null!))).Should().Throw<ArgumentNullException>().WithParameterName("olderKeys");
        ((Action)(() => _ = new SubProtector(Key, [null!]))).Should().Throw<ArgumentNullException>().WithParameterName("olderKeys");
    }

    [Fact]
    public void Keys_are_copied()
    {
        byte[] key = [.. Key];
        var protector = new SubProtector(key);
        Array.Clear(key);
        protector.Protect("u1").Should().Be(new SubProtector(Key).Protect("u1"));
    }

    [Fact]
    public void Reading_never_throws() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["Aa-_.=+/\uD83D\0 \n"], 0, 120], Gen.Byte.Array[0, 90].Select(IndependentSubs.Base64Url)).Sample(sub => Refuses(new SubProtector(Key), sub), iter: 5_000);

    [Fact]
    public void Null_is_no_sub() => Refuses(new SubProtector(Key), null);

    [Fact]
    public void One_protector_serves_many_threads()
    {
        var protector = new SubProtector(ShortKey, Key);
        var older = new SubProtector(Key);
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            foreach (var sub in new[] { protector.Protect($"user-{i}"), older.Protect($"user-{i}") })
            {
                protector.TryUnprotect(sub, out var userId).Should().BeTrue();
                userId.Should().Be($"user-{i}");
            }
        });
    }

    private static void Refuses(SubProtector protector, string? sub)
    {
        protector.TryUnprotect(sub, out var userId).Should().BeFalse(sub);
        userId.Should().BeNull();
    }
}

using CsCheck;
using Microsoft.AspNetCore.WebUtilities;

namespace Gamezop.Scores.Tests.GameUrls;

public class GameUrlPropertyTests
{
    private static readonly Gen<string> Hosts = Gen.OneOf("3025.play.gamezop.com", "münchen.example:8443", "[2001:db8::1]", "203.0.113.7:1", "GAMES.Example.");

    private static readonly Gen<string> PathText = Gen.OneOf("/", "g", "%2F", "%2e", "..", "ü", "😀", "=", "&", ":", "@", "sub=1", ";", "%zz").Array[0, 8].Select(string.Concat);

    private static readonly Gen<string> Pairs = Gen.OneOf(
        Gen.OneOf("sub", "sub=", "sub=x", "%73ub=y", "s%75%62=%26", "SUB=z", "sub+=1", "", "=", "a", "a=1", "b=%2f", "c=+", "ü=😀", "sub2=1", "x?y", "/"),
        Gen.Char["sub=%73?/;"].Array[0, 6].Select(c => new string(c)));

    private static readonly Gen<string> Subs = Gen.OneOf(
        Gen.String[Gen.Char["aZ09 .-_~+&=#%?/é\u05D0"], 1, 100],
        Gen.OneOf("a", "😀", "é", "%", "&sub=").Array[1, 20].Select(string.Concat)).Where(s => s.Trim() == s && s is not ("." or ".."));

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.Char, 0, 120],
        Gen.OneOf("https:", "http:", "//", "/", "\\", "@", ":", "?", "#", "&", "sub", "=", "localhost", "127.1", "a.b", "[::1]", "\uD83D", "\uDE00", " ", "\t", "%", "ü", "1", ".").Array[0, 10].Select(string.Concat));

    [Fact]
    public void Exactly_one_sub_reads_back_and_the_bytes_of_all_else_are_unchanged() =>
        Gen.Select(Hosts, PathText, Pairs.Array[0, 6], Subs, PathText).Sample((host, path, pairs, sub, fragment) =>
        {
            string before = $"https://{host}/{path}";
            string gameUrl = before + (pairs.Length == 0 ? "" : "?" + string.Join('&', pairs)) + (fragment.Length == 0 ? "" : "#" + fragment);
            string built = new GameUrlBuilder(gameUrl).WithSub(sub).BuildString();

            built.Should().StartWith(before + "?").And.EndWith(fragment.Length == 0 ? "" : "#" + fragment);
            string query = built[before.Length..^(fragment.Length == 0 ? 0 : fragment.Length + 1)];
            ReadSubs(query).Should().Equal(sub);
            Others(query[1..].Split('&')).Should().Equal(Others(pairs));
        }, iter: 5_000);

    [Fact]
    public void Building_again_changes_nothing() =>
        Gen.Select(Hosts, Pairs.Array[0, 6], Subs).Sample((host, pairs, sub) =>
        {
            string once = new GameUrlBuilder($"https://{host}/g?{string.Join('&', pairs)}").WithSub(sub).BuildString();
            new GameUrlBuilder(once).WithSub(sub).BuildString().Should().Be(once);
        }, iter: 2_000);

    [Fact]
    public void TryBuild_never_throws_and_agrees_with_the_builder() =>
        Gen.Select(AnyText, AnyText).Sample((gameUrl, sub) =>
        {
            bool built = GameUrlBuilder.TryBuild(gameUrl, sub, out Uri? url, out string? error);
            string? thrown = null;
            try
            {
                GameUrlBuilder builder = new GameUrlBuilder(gameUrl).WithSub(sub);
                url!.OriginalString.Should().Be(builder.BuildString()).And.Be(builder.Build().OriginalString);
            }
            catch (ArgumentException exception)
            {
                thrown = exception.Message;
            }

            built.Should().Be(error is null).And.Be(thrown is null);
            thrown?.Should().StartWith(error);
        }, iter: 20_000);

    [Fact]
    public void What_is_built_has_a_host_and_no_user_information() =>
        AnyText.Sample(text =>
        {
            if (GameUrlBuilder.TryBuild("https://" + text, "u1", out Uri? url, out _))
            {
                url.Scheme.Should().Be("https");
                url.UserInfo.Should().BeEmpty();
                url.Host.Should().NotBeEmpty();
            }
        }, iter: 10_000);

    // An empty pair carries nothing: appending after a trailing '&' fills it.
    private static IEnumerable<string> Others(IEnumerable<string> pairs) =>
        pairs.Where(pair => pair.Length > 0 && Uri.UnescapeDataString(pair.Split('=')[0]) != "sub");

    private static List<string> ReadSubs(string query)
    {
        List<string> subs = [];
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span is "sub")
                subs.Add(pair.DecodeValue().ToString());
        }

        return subs;
    }
}

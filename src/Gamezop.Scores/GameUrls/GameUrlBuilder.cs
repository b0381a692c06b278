using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores;

/// <summary>
/// Puts a user's <c>sub</c> on a game URL of the All Games API, and changes nothing else in it: path, other parameters and their order,
/// port, fragment and an internationalised host come out as they went in, byte for byte.
/// </summary>
/// <remarks>
/// Taken are absolute <c>https</c> URLs without user information (<c>http</c> for loopback hosts alone, for local tests) that browsers
/// and <see cref="Uri"/> read alike. Not thread-safe; make one for each URL.
/// </remarks>
/// <example><code>Uri url = new GameUrlBuilder("https://3025.play.gamezop.com/g/NyM_JGWcx").WithSub("123-554-111").Build();</code></example>
public sealed class GameUrlBuilder
{
    private readonly string _beforeQuery;
    private readonly string _query;
    private readonly string _fragment;
    private string? _sub;

    /// <summary>Begins with a game's URL.</summary>
    /// <param name="gameUrl">The <c>url</c> that the All Games API gave. A <c>sub</c> that it carries already is replaced.</param>
    /// <exception cref="ArgumentException">The URL is refused; the message says why (<see cref="ArgumentNullException"/> when it is null).</exception>
    public GameUrlBuilder(string gameUrl)
        : this(Require(gameUrl), sub: null)
    {
    }

    private GameUrlBuilder(string gameUrl, string? sub)
    {
        _sub = sub;
        int hash = gameUrl.IndexOf('#', StringComparison.Ordinal);
        _fragment = hash < 0 ? "" : gameUrl[hash..];
        string beforeFragment = hash < 0 ? gameUrl : gameUrl[..hash];
        int mark = beforeFragment.IndexOf('?', StringComparison.Ordinal);
        _query = mark < 0 ? "" : beforeFragment[(mark + 1)..];
        _beforeQuery = mark < 0 ? beforeFragment : beforeFragment[..mark];
    }

    /// <summary>Sets the user's id, as the publisher knows it. The last call wins.</summary>
    /// <param name="sub">
    /// 1 to 100 UTF-16 code units, as it shall come back in <see cref="ScoreEvent.SubId"/>: unencoded. Control characters, lone surrogates,
    /// characters that change the direction of writing, white space at either end, <c>.</c> and <c>..</c> are refused.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The sub is refused; the message says why (<see cref="ArgumentNullException"/> when it is null).</exception>
    public GameUrlBuilder WithSub(string sub)
    {
        SubRules.Require(sub, "sub", nameof(sub));
        _sub = sub;
        return this;
    }

    /// <summary>Builds the URL.</summary>
    /// <returns>
    /// A <see cref="Uri"/> whose path and query are as written; its <see cref="Uri.OriginalString"/> equals <see cref="BuildString"/>.
    /// Put that into pages, never its <see cref="Uri.ToString"/>, which decodes.
    /// </returns>
    /// <exception cref="InvalidOperationException"><see cref="WithSub"/> was not called.</exception>
    public Uri Build() => new(BuildString(), GameUrlRules.AsWritten);

    /// <summary>Builds the URL as text.</summary>
    /// <returns>The game URL with exactly one <c>sub</c>, everything else byte for byte as it was given.</returns>
    /// <exception cref="InvalidOperationException"><see cref="WithSub"/> was not called.</exception>
    public string BuildString()
    {
        string sub = _sub ?? throw new InvalidOperationException("The game URL has no sub yet: call WithSub first.");
        string encoded = Uri.EscapeDataString(sub);
        return _query.Length == 0
            ? string.Concat(_beforeQuery, "?sub=", encoded, _fragment)
            : string.Concat(_beforeQuery, "?", GameUrlQuery.Set(_query, "sub=" + encoded), _fragment);
    }

    /// <summary>The same rules without exceptions.</summary>
    /// <param name="gameUrl">The <c>url</c> that the All Games API gave.</param>
    /// <param name="sub">The user's id.</param>
    /// <param name="url">What <see cref="Build"/> gives, or null.</param>
    /// <param name="error">What is wrong, as a sentence that holds neither the URL nor the sub, or null.</param>
    /// <returns>Whether the URL could be built.</returns>
    public static bool TryBuild(string? gameUrl, string? sub, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? error)
    {
        error = GameUrlRules.Check(gameUrl) ?? SubRules.Check(sub, "sub");
        url = error is null ? new GameUrlBuilder(gameUrl!, sub).Build() : null;
        return error is null;
    }

    private static string Require(string gameUrl) => GameUrlRules.Check(gameUrl) switch
    {
        null => gameUrl,
        string error when gameUrl is null => throw new ArgumentNullException(nameof(gameUrl), error),
        var error => throw new ArgumentException(error, nameof(gameUrl)),
    };
}

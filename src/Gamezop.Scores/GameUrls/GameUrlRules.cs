using System.Buffers;

namespace Gamezop.Scores;

/// <summary>Which game URLs are taken: those that a browser and <see cref="Uri"/> read alike, over https.</summary>
internal static class GameUrlRules
{
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    // The path and query stay as written: normalising them could change which game is meant.
    public static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>What is wrong with a game URL; never holds its text, which can carry a user's id.</summary>
    /// <returns>The error as a sentence, or null.</returns>
    public static string? Check(string? gameUrl)
    {
        if (string.IsNullOrEmpty(gameUrl))
            return $"The game URL is {(gameUrl is null ? "null" : "empty")}.";

        // A browser strips or encodes these before it parses, so what it opens would not be what is written here.
        if (!CharacterRules.IsPlain(gameUrl))
        {
            if (CharacterRules.HasControl(gameUrl))
                return "The game URL contains a control character.";
            if (CharacterRules.HasWhiteSpace(gameUrl))
                return "The game URL contains white space.";
            if (CharacterRules.HasLoneSurrogate(gameUrl))
                return "The game URL contains a lone surrogate.";
        }

        ReadOnlySpan<char> text = gameUrl;
        bool https = text.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        if (!https && !text.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            return "The game URL is not absolute with the scheme https.";

        // To a browser a backslash is a slash; to Uri it is not.
        int pathEnd = text.IndexOfAny('?', '#');
        if (text[..(pathEnd < 0 ? text.Length : pathEnd)].Contains('\\'))
            return "The game URL contains a backslash before its query.";

        ReadOnlySpan<char> afterScheme = text[(https ? "https:".Length : "http:".Length)..];
        if (!afterScheme.StartsWith("//"))
            return "The game URL has no '//' after its scheme.";

        ReadOnlySpan<char> authority = afterScheme["//".Length..];
        int authorityEnd = authority.IndexOfAny('/', '?', '#');
        if (authorityEnd >= 0)
            authority = authority[..authorityEnd];
        return CheckAuthority(gameUrl, authority, https);
    }

    private static string? CheckAuthority(string gameUrl, ReadOnlySpan<char> authority, bool https)
    {
        if (authority.Contains('@'))
            return "The game URL has an '@' before its path: user information is not allowed.";

        // The port's colon is the one after an IPv6 address's bracket.
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon > authority.LastIndexOf(']');
        ReadOnlySpan<char> host = hasPort ? authority[..colon] : authority;
        if (host.IsEmpty)
            return "The game URL has no host.";
        if (hasPort && !IsPort(authority[(colon + 1)..]))
            return "The game URL has an invalid port.";
        if (!Uri.TryCreate(gameUrl, AsWritten, out Uri? url) || !IsReadAlike(url, host))
            return "The game URL has an invalid host.";
        return https || IsLoopback(url, host) ? null : "The game URL is not https; http is for loopback hosts alone.";
    }

    // An empty port is the scheme's default, to browsers as well as to Uri.
    private static bool IsPort(ReadOnlySpan<char> port) =>
        !port.ContainsAnyExceptInRange('0', '9') && (port.IsEmpty || (int.TryParse(port, out int number) && number <= ushort.MaxValue));

    private static bool IsReadAlike(Uri url, ReadOnlySpan<char> host)
    {
        if (url.HostNameType is UriHostNameType.IPv4)
            return true;
        if (url.HostNameType is UriHostNameType.IPv6)
            return !host.Contains('%');

        // Uri takes this name, and only this one, for localhost.
        if (host.Equals("loopback", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            ReadOnlySpan<char> ascii = CharacterRules.IsPlain(host) ? host : url.IdnHost;
            return !ascii.IsEmpty && !ascii.ContainsAnyExcept(HostCharacters) && !EndsInNumber(ascii);
        }
        catch (UriFormatException)
        {
            // The name has no ASCII form.
            return false;
        }
    }

    // Browsers read any such host as an IPv4 address or refuse it; Uri takes the odd ones for names.
    private static bool EndsInNumber(ReadOnlySpan<char> host)
    {
        host = host.EndsWith('.') ? host[..^1] : host;
        ReadOnlySpan<char> label = host[(host.LastIndexOf('.') + 1)..];
        return !label.ContainsAnyExceptInRange('0', '9')
            || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !label["0x".Length..].ContainsAnyExcept(HexDigits));
    }

    private static bool IsLoopback(Uri url, ReadOnlySpan<char> host) =>
        url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? url.IsLoopback
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// The path as it was sent. In the decoded path, <c>%2F</c> stays as it is and <c>%252F</c> becomes <c>%2F</c>: two ids look alike there, and one user would be taken for another.
/// </summary>
internal static class RawPath
{
    /// <summary>Whether a segment of the path, decoded once, is a text that is known.</summary>
    /// <param name="context">The request.</param>
    /// <param name="routeValue">The name of the same segment's route value.</param>
    /// <param name="fromEnd">Where the segment stands, counted from the end: 0 for the last one.</param>
    /// <param name="text">The text. Where the server does not keep the path as it was sent, ids that look alike in the decoded path are
    /// taken for each other: it must be one that the caller may have.</param>
    public static bool Names(HttpContext context, string routeValue, int fromEnd, string text)
    {
        var seen = (string)context.Request.RouteValues[routeValue]!;
        return Find(context, seen, fromEnd) is { } sent ? sent == text : AsSeen(seen) == AsSeen(text);
    }

    /// <summary>A segment, decoded once; null where the path is not known as it was sent.</summary>
    /// <param name="context">The request.</param>
    /// <param name="seen">The same segment as routing saw it.</param>
    /// <param name="fromEnd">Where the segment stands, counted from the end: 0 for the last one.</param>
    public static string? Find(HttpContext context, string seen, int fromEnd)
    {
        string[] segments = Of(context).Split('/');
        var raw = fromEnd < segments.Length ? segments[^(fromEnd + 1)] : "";
        // A target that is not there, as on ASP.NET Core's test server, or a path that the application has rewritten.
        var decoded = Uri.UnescapeDataString(raw.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase));
        return AsSeen(decoded) == AsSeen(seen) ? Uri.UnescapeDataString(raw) : null;
    }

    /// <summary>A text as it looks in the decoded path, where slashes stay encoded.</summary>
    public static string AsSeen(string text) => text.Replace("/", "%2F", StringComparison.Ordinal).Replace("%2f", "%2F", StringComparison.Ordinal);

    public static bool HasDotSegment(HttpContext context)
    {
        foreach (string segment in Of(context).Split('/'))
            if (segment.Length is > 0 and <= 6 && Uri.UnescapeDataString(segment) is "." or "..")
                return true;
        return false;
    }

    // Routing lets one slash at the end pass.
    private static string Of(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        return path.EndsWith('/') ? path[..^1] : path;
    }
}

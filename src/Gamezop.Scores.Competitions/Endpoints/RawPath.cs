using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// The path as it was sent. In the decoded path, <c>%2F</c> stays as it is and <c>%252F</c> becomes <c>%2F</c>: two ids look alike there, and one user would be taken for another.
/// </summary>
internal static class RawPath
{
    /// <summary>The last segment, decoded once.</summary>
    /// <param name="context">The request.</param>
    /// <param name="routeValue">The same segment as routing saw it: it holds where the application has rewritten the path.</param>
    public static string LastSegment(HttpContext context, string routeValue) => Segment(context, routeValue, 0);

    /// <summary>A segment counted from the end, decoded once.</summary>
    /// <param name="context">The request.</param>
    /// <param name="routeValue">The same segment as routing saw it.</param>
    /// <param name="fromEnd">0 for the last one.</param>
    public static string Segment(HttpContext context, string routeValue, int fromEnd)
    {
        string[] segments = Of(context).Split('/');
        string raw = fromEnd < segments.Length ? segments[^(fromEnd + 1)] : "";
        bool same = Uri.UnescapeDataString(raw.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal)) == routeValue;
        return same ? Uri.UnescapeDataString(raw) : routeValue;
    }

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
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target : target[..query];
        return path.EndsWith('/') ? path[..^1] : path;
    }
}

using System.Globalization;
using System.Net;

namespace Arcade;

/// <summary>A picture for each player: the first letter on a colour of their own.</summary>
internal static class Avatar
{
    public static string UrlOf(string playerId) => $"/avatars/{Uri.EscapeDataString(playerId)}.svg";

    public static IResult Draw(string id, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=86400";
        var hue = id.Aggregate(11, (sum, character) => ((sum * 31) + character) % 360);
        var name = id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var letter = WebUtility.HtmlEncode(StringInfo.GetNextTextElement(name).ToUpperInvariant());
        return Results.Content(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="20" fill="hsl({hue} 55% 40%)"/>
            <text x="20" y="21" fill="#fff" font-family="system-ui, sans-serif" font-size="19" font-weight="600" text-anchor="middle" dominant-baseline="central">{letter}</text></svg>
            """,
            "image/svg+xml");
    }
}

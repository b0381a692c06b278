using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Testing;

/// <summary>A picture for each game, drawn from its code.</summary>
internal sealed class GameImage(GamezopStandInOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        StandInGame? game = options.Games.FirstOrDefault(candidate => candidate.Code == (string?)context.Request.RouteValues["code"]);
        if (game is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "image/svg+xml; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        await context.Response.WriteAsync(Draw(game), context.RequestAborted);
    }

    private static string Draw(StandInGame game)
    {
        int hue = game.Code.Aggregate(7, (sum, character) => ((sum * 13) + character) % 360);
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 320\" role=\"img\"><title>{WebUtility.HtmlEncode(game.Name)}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"320\" height=\"320\" fill=\"hsl({hue} 60% 20%)\"/>");
        for (int tile = 0; tile < 9; tile++)
        {
            bool isLit = tile == hue % 9;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{35 + (tile % 3 * 88)}\" y=\"{35 + (tile / 3 * 88)}\" width=\"74\" height=\"74\" rx=\"16\" "
                + $"fill=\"hsl({(isLit ? hue + 160 : hue)} {(isLit ? "90% 60%" : "50% 38%")})\"/>");
        }

        return svg.Append("</svg>").ToString();
    }
}

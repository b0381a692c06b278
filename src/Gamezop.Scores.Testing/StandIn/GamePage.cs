using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Testing;

/// <summary>The game: one HTML page that plays, broadcasts and reports.</summary>
internal sealed class GamePage(GamezopStandInOptions options, PlaySessions sessions)
{
    // The rules for a sub are those of building a URL with it.
    private const string AnyGameUrl = "https://localhost/";

    private static readonly string Template = Read();

    public async Task InvokeAsync(HttpContext context)
    {
        StandInGame? game = options.Games.FirstOrDefault(candidate => candidate.Code == (string?)context.Request.RouteValues["code"]);
        if (game is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var subs = context.Request.Query["sub"];
        if (subs.Count > 1 || (subs is [var given] && !GameUrlBuilder.TryBuild(AnyGameUrl, given, out _, out _)))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("A game URL has one sub that keeps the rules, or none.", context.RequestAborted);
            return;
        }

        // Without a sub the game is played for nobody: no score is posted, as at Gamezop.
        await WriteAsync(context, game, subs is [{ } sub] ? sessions.Open(game, sub) : null);
    }

    private async Task WriteAsync(HttpContext context, StandInGame game, PlaySession? session)
    {
        string nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
            + $"base-uri 'none'; form-action 'none'; frame-ancestors {string.Join(' ', options.EmbeddedBy)}";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";

        JsonObject setup = new()
        {
            ["gameCode"] = game.Code,
            ["name"] = game.Name,
            ["description"] = game.Description,
            ["session"] = session?.Id,
            ["leaderboard"] = new JsonObject { ["id"] = game.LeaderboardId, ["name"] = "Score leaderboard", ["description"] = "The best scores" },
            ["roundMilliseconds"] = (int)options.RoundLength.TotalMilliseconds,
            ["broadcasts"] = options.Broadcasts switch
            {
                StandInBroadcasts.Objects => "objects",
                StandInBroadcasts.Texts => "texts",
                _ => "none",
            },
        };

        // The default encoder writes < and > and & as escapes, so the text can't end the script element.
        await context.Response.WriteAsync(
            Template.Replace("%nonce%", nonce, StringComparison.Ordinal).Replace("%setup%", setup.ToJsonString(), StringComparison.Ordinal),
            context.RequestAborted);
    }

    private static string Read()
    {
        using StreamReader reader = new(typeof(GamePage).Assembly.GetManifestResourceStream("game.html")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

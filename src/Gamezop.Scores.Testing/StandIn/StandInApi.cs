using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Testing;

/// <summary>What the stand-in's JSON answers share.</summary>
internal sealed class StandInApi(GamezopStandInOptions options)
{
    private readonly byte[] _authorization = Encoding.UTF8.GetBytes("Bearer " + options.ApiToken);

    public bool IsAuthorized(HttpRequest request) =>
        request.Headers.Authorization is [{ } given] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _authorization);

    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    public static JsonArray ToArray(IEnumerable<StandInGame> games, Func<StandInGame, JsonNode> convert) => new([.. games.Select(convert)]);

    public static Task WriteAsync(HttpContext context, JsonNode? answer)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer?.ToJsonString() ?? "null", context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Testing;

/// <summary>The All Games API: at one path the current form for who brings a token, the older one for who names a property.</summary>
internal sealed class AllGames(GamezopStandInOptions options, StandInApi api)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("Authorization") && context.Request.Query["id"] is [{ } propertyId])
            return propertyId == options.PropertyId
                ? StandInApi.WriteAsync(context, Older(context.Request))
                : StandInApi.RefuseAsync(context, StatusCodes.Status404NotFound);
        return api.IsAuthorized(context.Request)
            ? StandInApi.WriteAsync(context, Current(context.Request))
            : StandInApi.RefuseAsync(context, StatusCodes.Status401Unauthorized);
    }

    private JsonObject Current(HttpRequest request) => new()
    {
        ["data"] = StandInApi.ToArray(options.Games, game => new JsonObject
        {
            ["code"] = game.Code,
            ["url"] = GameUrl(request, game),
            ["name"] = game.Name,
            ["description"] = game.Description,
            ["screen_orientation"] = "portrait",
            ["has_integrated_ads"] = false,
            ["category"] = new JsonObject { ["id"] = 1, ["name"] = game.Category },
            ["images"] = Images(request, game, "screenshots"),
        }),
    };

    private JsonObject Older(HttpRequest request) => new()
    {
        ["games"] = StandInApi.ToArray(options.Games, game => new JsonObject
        {
            ["code"] = game.Code,
            ["url"] = GameUrl(request, game),
            ["name"] = new JsonObject { ["en"] = game.Name },
            ["isPortrait"] = true,
            ["description"] = new JsonObject { ["en"] = game.Description },
            ["assets"] = Images(request, game, "screens"),
            ["categories"] = new JsonObject { ["en"] = new JsonArray((JsonNode)game.Category) },
            ["tags"] = new JsonObject { ["en"] = new JsonArray() },
            ["width"] = 690,
            ["height"] = 960,
            ["rating"] = 4.5,
            ["numberOfRatings"] = 0,
            ["gamePlays"] = 0,
            ["hasIntegratedAds"] = false,
        }),
    };

    private static JsonObject Images(HttpRequest request, StandInGame game, string screenshots)
    {
        string image = $"{StandInApi.Origin(request)}/images/{game.Code}.svg";
        JsonObject images = new() { [screenshots] = new JsonArray((JsonNode)image) };
        foreach (string shape in (string[])["cover", "brick", "thumb", "wall", "square"])
            images[shape] = image;
        return images;
    }

    private static string GameUrl(HttpRequest request, StandInGame game) => $"{StandInApi.Origin(request)}/g/{game.Code}";
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Testing;

/// <summary>The leaderboards of one game, in the current and in the older form.</summary>
internal sealed class LeaderboardsMetadata(GamezopStandInOptions options, StandInApi api)
{
    private const string Name = "Score leaderboard";
    private const string Description = "The best scores";

    public Task CurrentAsync(HttpContext context)
    {
        if (!api.IsAuthorized(context.Request))
            return StandInApi.RefuseAsync(context, StatusCodes.Status401Unauthorized);
        if (context.Request.Query["game-code"] is not [{ Length: > 0 } code])
            return StandInApi.RefuseAsync(context, StatusCodes.Status400BadRequest);
        return StandInApi.WriteAsync(context, new JsonObject
        {
            ["data"] = StandInApi.ToArray(options.Games.Where(game => game.Code == code), game => new JsonObject
            {
                ["leaderboard_id"] = game.LeaderboardId,
                ["name"] = Name,
                ["description"] = Description,
                ["score_type"] = "number",
                ["sorting_order"] = game.IsAscending ? "ascending" : "descending",
            }),
        });
    }

    public Task OlderAsync(HttpContext context)
    {
        if (context.Request.Query["code"] is not [{ Length: > 0 } code])
            return StandInApi.RefuseAsync(context, StatusCodes.Status400BadRequest);
        StandInGame? game = options.Games.FirstOrDefault(candidate => candidate.Code == code);
        return StandInApi.WriteAsync(context, game is null ? null : new JsonObject
        {
            ["leaderboards"] = new JsonArray(new JsonObject { ["leaderboardId"] = game.LeaderboardId, ["name"] = Name, ["description"] = Description }),
        });
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gamezop.Scores.Competitions;

/// <summary>The route that shows a user's targets.</summary>
internal sealed class TargetEndpoints(ITargets targets, GamezopCompetitionsOptions options)
{
    public void Map(IEndpointRouteBuilder group) => group.MapOwnRead("/users/{userId}/targets", ReadAsync, ListAsync)
        .WithSummary("The targets of the user who asks, and how far they are.")
        .Answers(typeof(TargetListBody))
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);

    private Task ReadAsync(HttpContext context) =>
        OwnRoute.UserOf(context, options, fromEnd: 1) is { } userId ? ListAsync(context, userId) : OwnRoute.RefuseAsync(context);

    private async Task ListAsync(HttpContext context, string userId)
    {
        IReadOnlyList<TargetProgress> progress = await targets.GetProgressAsync(userId, context.RequestAborted);
        await JsonAnswer.WritePrivateAsync(context, JsonSerializer.SerializeToUtf8Bytes(TargetListBody.Of(progress), CompetitionsHttpJson.Default.TargetListBody));
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gamezop.Scores.Competitions;

/// <summary>The routes by which users see and claim their rewards.</summary>
internal sealed class RewardEndpoints(IRewards rewards, GamezopCompetitionsOptions options)
{
    private const int MostShown = 1_000;

    public void Map(IEndpointRouteBuilder group)
    {
        group.MapRead("/users/{userId}/rewards", ReadAsync, ListAsync)
            .WithSummary("The rewards of the user who asks, the last earned first.")
            .Answers(typeof(RewardListBody))
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);
        group.MapAction("/users/{userId}/rewards/{key}/claim", ReadClaimAsync, ClaimAsync)
            .WithSummary("Claims a reward of the user who asks. Again comes to the same.")
            .Answers(typeof(RewardListItem))
            .Refuses(
                StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status410Gone, StatusCodes.Status503ServiceUnavailable);
    }

    private Task ReadAsync(HttpContext context)
    {
        string userId = RawPath.Segment(context, (string)context.Request.RouteValues["userId"]!, 1);
        return OwnRoute.IsFor(context, options, userId) ? ListAsync(context, userId) : OwnRoute.RefuseAsync(context);
    }

    private async Task ListAsync(HttpContext context, string userId)
    {
        var shown = new List<UserReward>();
        while (await rewards.ListAsync(userId, shown.Count == 0 ? null : shown[^1], MostShown, context.RequestAborted) is { Count: > 0 } page)
        {
            shown.AddRange(page);
            shown.RemoveRange(0, Math.Max(0, shown.Count - MostShown));
        }

        shown.Reverse();
        await JsonAnswer.WritePrivateAsync(context, JsonSerializer.SerializeToUtf8Bytes(new RewardListBody([.. shown.Select(RewardListItem.Of)]), CompetitionsHttpJson.Default.RewardListBody));
    }

    private Task ReadClaimAsync(HttpContext context)
    {
        string userId = RawPath.Segment(context, (string)context.Request.RouteValues["userId"]!, 3);
        string key = RawPath.Segment(context, (string)context.Request.RouteValues["key"]!, 1);
        return OwnRoute.IsFor(context, options, userId) ? ClaimAsync(context, userId, key) : OwnRoute.RefuseAsync(context);
    }

    private async Task ClaimAsync(HttpContext context, string userId, string key)
    {
        switch (await rewards.ClaimAsync(userId, key, context.RequestAborted))
        {
            // The user may be erased in between.
            case RewardClaim.Claimed when await rewards.GetAsync(key, context.RequestAborted) is { } claimed:
                await JsonAnswer.WritePrivateAsync(context, JsonSerializer.SerializeToUtf8Bytes(RewardListItem.Of(claimed), CompetitionsHttpJson.Default.RewardListItem));
                break;
            case RewardClaim.Expired:
                await ProblemAnswer.WriteAsync(context, StatusCodes.Status410Gone, "The reward was not claimed in time.");
                break;
            case RewardClaim.Withdrawn:
                await ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, "The reward was withdrawn.");
                break;
            case RewardClaim.Withheld:
                await ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, "The reward is withheld.");
                break;
            default:
                await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such reward.");
                break;
        }
    }
}

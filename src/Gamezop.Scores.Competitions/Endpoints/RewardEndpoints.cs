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
        group.MapOwnRead("/users/{userId}/rewards", ReadAsync, ListAsync)
            .WithSummary("The rewards of the user who asks, the last earned first.")
            .Answers(typeof(RewardListBody))
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);
        group.MapAction("/users/{userId}/rewards/{key}/claim", ReadClaimAsync, ClaimAsync)
            .WithSummary("Claims a reward of the user who asks. Again comes to the same.")
            .Answers(typeof(RewardListItem))
            .Refuses(
                StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status410Gone, StatusCodes.Status503ServiceUnavailable);
    }

    private Task ReadAsync(HttpContext context) =>
        OwnRoute.UserOf(context, options, fromEnd: 1) is { } userId ? ListAsync(context, userId) : OwnRoute.RefuseAsync(context);

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

    private async Task ReadClaimAsync(HttpContext context)
    {
        if (OwnRoute.UserOf(context, options, fromEnd: 3) is not { } userId)
        {
            await OwnRoute.RefuseAsync(context);
            return;
        }

        var seen = (string)context.Request.RouteValues["key"]!;
        await ClaimAsync(context, userId, RawPath.Find(context, seen, fromEnd: 1) ?? await FindKeyAsync(userId, seen, context.RequestAborted));
    }

    /// <summary>Which of a user's keys looks like that in a decoded path: where the server does not keep the path as it was sent.</summary>
    private async ValueTask<string> FindKeyAsync(string userId, string seen, CancellationToken cancellationToken)
    {
        UserReward? last = null;
        while (await rewards.ListAsync(userId, last, MostShown, cancellationToken) is { Count: > 0 } page)
        {
            if (page.FirstOrDefault(reward => RawPath.AsSeen(reward.Grant.Key) == RawPath.AsSeen(seen)) is { } found)
                return found.Grant.Key;
            last = page[^1];
        }

        return seen;
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

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gamezop.Scores.Competitions;

/// <summary>The routes that ask leaderboards.</summary>
internal sealed class LeaderboardEndpoints(ILeaderboards boards, GamezopCompetitionsOptions options)
{
    private const int PageSize = 50;
    private const int LargestPage = 1_000;
    private const int Around = 5;
    private const int MostAround = 50;

    public void Map(IEndpointRouteBuilder group)
    {
        group.MapRead("/leaderboards", ListAsync, ListAsync)
            .WithSummary("The leaderboards.")
            .Answers(typeof(LeaderboardListBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/leaderboards/{id}", ReadPageAsync, PageAsync)
            .WithSummary("A part of a leaderboard's ranking.")
            .Answers(typeof(LeaderboardPageBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/leaderboards/{id}/scores", ReadScoresAsync, ScoresAsync)
            .WithSummary("The places of a leaderboard between two scores, and how many there are.")
            .Answers(typeof(LeaderboardRangeBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/leaderboards/{id}/rank", ReadRankAsync, RankAsync)
            .WithSummary("The rank that a score would have on a leaderboard.")
            .Answers(typeof(LeaderboardRankBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapOwnRead("/leaderboards/{id}/users/{userId}", ReadUserAsync, UserAsync)
            .WithSummary("The place of the user who asks, and who is around.")
            .Answers(typeof(LeaderboardPlaceBody))
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
    }

    private Task ListAsync(HttpContext context)
    {
        if (!boards.IsReady)
            throw new LeaderboardsNotReadyException();
        return JsonAnswer.WriteTaggedAsync(context, JsonSerializer.SerializeToUtf8Bytes(LeaderboardListBody.Of(boards.Definitions), CompetitionsHttpJson.Default.LeaderboardListBody));
    }

    private Task ReadPageAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        LeaderboardQuery ranking = Ranking(context, query);
        int offset = query.Number("offset", 0, int.MaxValue, 0);
        int limit = query.Number("limit", 1, LargestPage, PageSize);
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : PageAsync(context, ranking.LeaderboardId, ranking.Window, ranking.Partition, offset, limit);
    }

    private async Task PageAsync(
        HttpContext context,
        string id,
        [Description("current, previous or a window's key")] string window = LeaderboardQuery.Current,
        [Description("A game code or country, on a board with such partitions.")] string? partition = null,
        [Range(0, int.MaxValue)] int offset = 0,
        [Range(1, LargestPage)] int limit = PageSize)
    {
        LeaderboardPage page = await boards.GetPageAsync(new LeaderboardQuery(id, window, partition), offset, limit, context.RequestAborted);
        await JsonAnswer.WriteTaggedAsync(context, LeaderboardPageBody.Render(page));
    }

    private Task ReadScoresAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        LeaderboardQuery ranking = Ranking(context, query);
        (double? min, double? max) = query.Scores();
        int offset = query.Number("offset", 0, int.MaxValue, 0);
        int limit = query.Number("limit", 1, LargestPage, PageSize);
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : ScoresAsync(context, ranking.LeaderboardId, ranking.Window, ranking.Partition, min, max, offset, limit);
    }

    private async Task ScoresAsync(
        HttpContext context,
        string id,
        [Description("current, previous or a window's key")] string window = LeaderboardQuery.Current,
        [Description("A game code or country, on a board with such partitions.")] string? partition = null,
        [Description("The lowest score, included.")] double? min = null,
        [Description("The highest score, included.")] double? max = null,
        [Range(0, int.MaxValue)] int offset = 0,
        [Range(1, LargestPage)] int limit = PageSize) =>
        await JsonAnswer.WriteTaggedAsync(context, LeaderboardRangeBody.Render(
            await boards.GetRangeAsync(new LeaderboardQuery(id, window, partition), min, max, offset, limit, context.RequestAborted)));

    private Task ReadRankAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        LeaderboardQuery ranking = Ranking(context, query);
        double? score = query.Score("score");
        query.Check(score is null ? "'score' is missing." : null);
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : RankAsync(context, ranking.LeaderboardId, score!.Value, ranking.Window, ranking.Partition);
    }

    private async Task RankAsync(
        HttpContext context,
        string id,
        double score,
        [Description("current, previous or a window's key")] string window = LeaderboardQuery.Current,
        [Description("A game code or country, on a board with such partitions.")] string? partition = null) =>
        await JsonAnswer.WriteTaggedAsync(context, LeaderboardRankBody.Render(await boards.GetRankAsync(new LeaderboardQuery(id, window, partition), score, context.RequestAborted)));

    private Task ReadUserAsync(HttpContext context)
    {
        // Before anything is said about boards and users.
        if (OwnRoute.UserOf(context, options, fromEnd: 0) is not { } userId)
            return OwnRoute.RefuseAsync(context);
        var query = new QueryReader(context.Request.Query);
        LeaderboardQuery ranking = Ranking(context, query);
        int around = query.Number("around", 0, MostAround, Around);
        bool fill = query.Flag("fill");
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : UserAsync(context, ranking.LeaderboardId, userId, ranking.Window, ranking.Partition, around, fill);
    }

    private async Task UserAsync(
        HttpContext context,
        string id,
        string userId,
        [Description("current, previous or a window's key")] string window = LeaderboardQuery.Current,
        [Description("A game code or country, on a board with such partitions.")] string? partition = null,
        [Range(0, MostAround)] int around = Around,
        [Description("Whether places that are missing at one end of the ranking are made up for at the other.")] bool fill = false)
    {
        var query = new LeaderboardQuery(id, window, partition);
        LeaderboardPlace? found = await (fill ? boards.GetUserPageAsync(query, userId, around, context.RequestAborted) : boards.GetUserAsync(query, userId, around, context.RequestAborted));
        if (found is not { } place)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "The user is not ranked there.");
            return;
        }

        var body = new LeaderboardPlaceBody(place.Entry, place.Total, place.Percentile, place.Neighbours);
        await JsonAnswer.WritePrivateAsync(context, JsonSerializer.SerializeToUtf8Bytes(body, CompetitionsHttpJson.Default.LeaderboardPlaceBody));
    }

    private LeaderboardQuery Ranking(HttpContext context, QueryReader query)
    {
        var ranking = new LeaderboardQuery((string)context.Request.RouteValues["id"]!, query.Text("window") ?? LeaderboardQuery.Current, query.Text("partition"));
        query.Check(QuerySyntax.Check(ranking, boards));
        return ranking;
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gamezop.Scores.Competitions;

/// <summary>The routes of tournaments.</summary>
internal sealed class TournamentEndpoints(ITournaments tournaments, GamezopCompetitionsOptions options)
{
    private const string Tag = "Tournaments";
    private const int PageSize = 50;
    private const int LargestPage = 1_000;

    public void Map(IEndpointRouteBuilder group)
    {
        group.MapRead("/tournaments", ReadListAsync, ListAsync)
            .WithTags(Tag)
            .WithSummary("The tournaments, those that start last first.")
            .Answers(typeof(TournamentListBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/tournaments/{id}", ReadOneAsync, OneAsync)
            .WithTags(Tag)
            .WithSummary("A tournament as it stands.")
            .Answers(typeof(TournamentBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/tournaments/{id}/standings", ReadStandingsAsync, StandingsAsync)
            .WithTags(Tag)
            .WithSummary("A part of a tournament's standings.")
            .Answers(typeof(LeaderboardPageBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/tournaments/{id}/standings/scores", ReadScoresAsync, ScoresAsync)
            .WithTags(Tag)
            .WithSummary("The places of a tournament's standings between two scores, and how many there are.")
            .Answers(typeof(LeaderboardRangeBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapRead("/tournaments/{id}/standings/rank", ReadRankAsync, RankAsync)
            .WithTags(Tag)
            .WithSummary("The rank that a score would have in a tournament's standings.")
            .Answers(typeof(LeaderboardRankBody)).AnswersNothing(StatusCodes.Status304NotModified)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapAction("/tournaments/{id}/players/{userId}", ReadJoinAsync, JoinAsync)
            .WithTags(Tag)
            .WithSummary("Lets the user who asks take part in a tournament.")
            .Answers(typeof(TournamentJoinBody))
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
    }

    private Task ReadListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        TournamentStatus? status = query.Text("status") switch
        {
            null or "" => null,
            "upcoming" => TournamentStatus.Upcoming,
            "live" => TournamentStatus.Live,
            "settling" => TournamentStatus.Settling,
            "finished" => TournamentStatus.Finished,
            "cancelled" => TournamentStatus.Cancelled,
            _ => Unknown(query),
        };
        int offset = query.Number("offset", 0, int.MaxValue, 0);
        int limit = query.Number("limit", 1, LargestPage, PageSize);
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : AnswerListAsync(context, status, offset, limit);
    }

    private static TournamentStatus? Unknown(QueryReader query)
    {
        query.Check("'status' must be upcoming, live, settling, finished or cancelled.");
        return null;
    }

    private async Task AnswerListAsync(HttpContext context, TournamentStatus? status, int offset, int limit)
    {
        IReadOnlyList<TournamentInfo> found = await tournaments.ListAsync(status, offset, limit, context.RequestAborted);
        await JsonAnswer.WriteTaggedAsync(context, JsonSerializer.SerializeToUtf8Bytes(new TournamentListBody([.. found.Select(TournamentBody.Of)]), CompetitionsHttpJson.Default.TournamentListBody));
    }

    // What OpenAPI documents: the status comes as a word.
    private Task ListAsync(
        HttpContext context,
        [Description("upcoming, live, settling, finished or cancelled; all of them unless given")] string? status = null,
        [Range(0, int.MaxValue)] int offset = 0,
        [Range(1, LargestPage)] int limit = PageSize) => ReadListAsync(context);

    private Task ReadOneAsync(HttpContext context) => OneAsync(context, Id(context));

    private async Task OneAsync(HttpContext context, [Description("An occurrence's id, or a tournament's: that of its live occurrence, else of the next, else of the last.")] string id)
    {
        TournamentInfo info = await tournaments.GetAsync(id, context.RequestAborted);
        await JsonAnswer.WriteTaggedAsync(context, JsonSerializer.SerializeToUtf8Bytes(TournamentBody.Of(info), CompetitionsHttpJson.Default.TournamentBody));
    }

    private Task ReadStandingsAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        int offset = query.Number("offset", 0, int.MaxValue, 0);
        int limit = query.Number("limit", 1, LargestPage, PageSize);
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : StandingsAsync(context, Id(context), offset, limit);
    }

    private async Task StandingsAsync(HttpContext context, string id, [Range(0, int.MaxValue)] int offset = 0, [Range(1, LargestPage)] int limit = PageSize) =>
        await JsonAnswer.WriteTaggedAsync(context, LeaderboardPageBody.Render(await tournaments.GetStandingsAsync(id, offset, limit, context.RequestAborted)));

    private Task ReadScoresAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        (double? min, double? max) = query.Scores();
        int offset = query.Number("offset", 0, int.MaxValue, 0);
        int limit = query.Number("limit", 1, LargestPage, PageSize);
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : ScoresAsync(context, Id(context), min, max, offset, limit);
    }

    private async Task ScoresAsync(
        HttpContext context,
        string id,
        [Description("The lowest score, included.")] double? min = null,
        [Description("The highest score, included.")] double? max = null,
        [Range(0, int.MaxValue)] int offset = 0,
        [Range(1, LargestPage)] int limit = PageSize) =>
        await JsonAnswer.WriteTaggedAsync(context, LeaderboardRangeBody.Render(await tournaments.GetRangeAsync(id, min, max, offset, limit, context.RequestAborted)));

    private Task ReadRankAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        double? score = query.Score("score");
        query.Check(score is null ? "'score' is missing." : null);
        return query.Error is { } error ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error) : RankAsync(context, Id(context), score!.Value);
    }

    private async Task RankAsync(HttpContext context, string id, double score) =>
        await JsonAnswer.WriteTaggedAsync(context, LeaderboardRankBody.Render(await tournaments.GetRankAsync(id, score, context.RequestAborted)));

    // Before anything is said about tournaments and users.
    private Task ReadJoinAsync(HttpContext context) =>
        OwnRoute.UserOf(context, options, fromEnd: 0) is { } userId ? JoinAsync(context, Id(context), userId) : OwnRoute.RefuseAsync(context);

    private async Task JoinAsync(HttpContext context, string id, string userId)
    {
        TournamentJoin join = await tournaments.JoinAsync(id, userId, context.RequestAborted);
        if (join.JoinedAt is { } joinedAt)
        {
            await JsonAnswer.WritePrivateAsync(
                context, JsonSerializer.SerializeToUtf8Bytes(new TournamentJoinBody(joinedAt), CompetitionsHttpJson.Default.TournamentJoinBody));
        }
        else if (join.Outcome == TournamentJoinOutcome.Undecided)
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "It is not decided whether the user may take part. Try again in a moment.");
        }
        else
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, join.Outcome switch
            {
                TournamentJoinOutcome.Full => "Every place is taken.",
                TournamentJoinOutcome.Closed => "The tournament is over.",
                _ => join.Reason ?? "The user may not take part.",
            });
        }
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}

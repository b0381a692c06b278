using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Competitions;

/// <summary>The route of the live stream.</summary>
internal sealed class LiveEndpoint(LiveFeeds feeds, ILeaderboards boards, LiveMetrics metrics, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const int MostRankings = 20;
    private const int PageSize = 10;
    private const int LargestPage = 1_000;

    public void Map(IEndpointRouteBuilder group) => group.MapRead("/live", ReadAsync, StreamAsync, head: false)
        .WithSummary("Leaderboards as they change.")
        .Answers(typeof(string), "text/event-stream")
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    private Task ReadAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        int limit = query.Number("limit", 1, LargestPage, PageSize);
        string[] rankings = [.. context.Request.Query["leaderboard"].OfType<string>()];
        query.Check(rankings.Length is > 0 and <= MostRankings ? null : $"'leaderboard' must be given 1 to {MostRankings} times.");
        foreach (string ranking in rankings)
            query.Check(QuerySyntax.Check(Parse(ranking), boards));
        return query.Error is { } error ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error) : StreamAsync(context, rankings, limit);
    }

    private async Task StreamAsync(
        HttpContext context,
        [Description("A leaderboard's id, or id,window or id,window,partition. Up to 20.")] string[] leaderboard,
        [Range(1, LargestPage)] int limit = PageSize)
    {
        LiveRanking[] rankings = [.. leaderboard.Select(ranking => new LiveRanking(Parse(ranking), limit)).Distinct()];
        using LiveSubscription subscription = feeds.Subscribe(rankings);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        // nginx holds answers back otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        string?[] sent = LiveStream.Resume(context.Request.Headers["Last-Event-ID"], rankings.Length);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stream = new LiveStream(subscription, context.Response.BodyWriter, sent, time);
        try
        {
            await stream.RunAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has gone, or the host stops: browsers come again by themselves. A host does not wait for who does not read.
            if (stream.IsBlocked)
                context.Abort();
        }
        catch (TimeoutException)
        {
            metrics.Dropped();
            context.Abort();
        }
    }

    private static LeaderboardQuery Parse(string text) => text.Split(',', 3) switch
    {
        [var id, var window, var partition] => new LeaderboardQuery(id, window, partition.Length == 0 ? null : partition),
        [var id, var window] => new LeaderboardQuery(id, window),
        _ => new LeaderboardQuery(text),
    };
}

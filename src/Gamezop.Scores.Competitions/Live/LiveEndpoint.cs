using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Gamezop.Scores.Competitions;

/// <summary>The route of the live stream.</summary>
internal sealed class LiveEndpoint(LiveServices services, GamezopCompetitionsOptions options)
{
    /// <summary>The longest page of a ranking that a stream may ask for.</summary>
    public const int LargestPage = 100;

    private const int MostRankings = 20;
    private const int PageSize = 10;
    private const string RetryAfterSeconds = "10";

    public void Map(IEndpointRouteBuilder group) => group.MapRead("/live", ReadAsync, StreamAsync, head: false)
        .WithMetadata(new DisableRequestTimeoutAttribute())
        .NeverCached()
        .WithSummary("Leaderboards as they change.")
        .Answers(typeof(string), "text/event-stream")
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    private Task ReadAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var limit = query.Number("limit", 1, LargestPage, PageSize);
        var lastEventId = query.Text("lastEventId");
        string[] rankings = [.. context.Request.Query["leaderboard"].OfType<string>()];
        query.Check(rankings.Length is > 0 and <= MostRankings ? null : $"'leaderboard' must be given 1 to {MostRankings} times.");
        foreach (var ranking in rankings)
            query.Check(QuerySyntax.Check(Parse(ranking), services.Boards));
        return query.Error is { } error
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, error)
            : StreamAsync(context, rankings, limit, lastEventId);
    }

    private async Task StreamAsync(
        HttpContext context,
        [Description("A leaderboard's id, or id,window or id,window,partition. Up to 20.")] string[] leaderboard,
        [Range(1, LargestPage)] int limit = PageSize,
        [Description("The id of the last event that was seen, for clients that cannot send it in the header Last-Event-ID.")] string? lastEventId = null)
    {
        LeaderboardQuery[] rankings = [.. leaderboard.Select(Parse)];
        using var subscription = services.Feeds.TrySubscribe(rankings, limit, options);
        if (subscription is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many live streams are open, or too many different rankings are followed. Try again later.");
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        // nginx holds answers back otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A browser's EventSource repeats the query as it was, and says in the header what it has seen since.
        var seen = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } header] ? header : lastEventId;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, services.Lifetime.ApplicationStopping);
        var stream = new LiveStream(subscription, context.Response.BodyWriter, LiveStream.Resume(seen, subscription.Feeds.Count), services.Time);
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
            services.Metrics.Dropped();
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

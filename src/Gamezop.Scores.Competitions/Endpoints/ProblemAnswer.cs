using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Competitions;

/// <summary>Answers what went wrong in the form of RFC 9457, through the application's own problem details service where it has one.</summary>
internal static class ProblemAnswer
{
    public static Task WriteAsync(HttpContext context, int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);

    /// <summary>Runs a request and answers the exceptions that a query may throw.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate answer)
    {
        try
        {
            // Servers resolve dot segments, encoded ones too: a path that had some is about something else than its sender wrote.
            await (RawPath.HasDotSegment(context) ? WriteAsync(context, StatusCodes.Status400BadRequest, "'.' and '..' are no ids.") : answer(context));
        }
        catch (LeaderboardNotFoundException notFound)
        {
            await WriteAsync(context, StatusCodes.Status404NotFound, notFound.Message);
        }
        catch (TournamentNotFoundException notFound)
        {
            await WriteAsync(context, StatusCodes.Status404NotFound, notFound.Message);
        }
        catch (LeaderboardsNotReadyException notReady)
        {
            context.Response.Headers.RetryAfter = "1";
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, notReady.Message);
        }
    }
}

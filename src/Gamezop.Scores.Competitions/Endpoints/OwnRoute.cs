using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Competitions;

/// <summary>Routes that answer one user alone.</summary>
internal static class OwnRoute
{
    /// <summary>The user who asks, where the route's <c>userId</c> names that user; null otherwise.</summary>
    /// <param name="context">The request.</param>
    /// <param name="options">Who asks.</param>
    /// <param name="fromEnd">Where <c>userId</c> stands in the path, counted from its end: 0 for the last segment.</param>
    public static string? UserOf(HttpContext context, GamezopCompetitionsOptions options, int fromEnd) =>
        options.CurrentUser(context) is { } user && RawPath.Names(context, "userId", fromEnd, user) ? user : null;

    public static Task RefuseAsync(HttpContext context) => ProblemAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "Only the user may ask this.");
}

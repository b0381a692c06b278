using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Competitions;

/// <summary>Routes that answer one user alone.</summary>
internal static class OwnRoute
{
    public static bool IsFor(HttpContext context, GamezopCompetitionsOptions options, string userId) => string.Equals(options.CurrentUser(context), userId, StringComparison.Ordinal);

    public static Task RefuseAsync(HttpContext context) => ProblemAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "Only the user may ask this.");
}

using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Competitions;

/// <summary>How <c>MapGamezopCompetitions</c> answers.</summary>
public sealed class GamezopCompetitionsOptions
{
    /// <summary>
    /// Who makes a request, as the user id that scores come with; null for nobody. Routes that are about one user answer that user alone, anybody else gets 403.
    /// Default: nobody. It is called in a request that the application's authentication has seen, and what it throws fails the request.
    /// </summary>
    public Func<HttpContext, string?> CurrentUser { get; set; } = static _ => null;
}

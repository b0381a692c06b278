using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores;

/// <summary>The request's own scope, which ASP.NET Core creates when it is first asked for.</summary>
internal sealed class RequestScope(HttpContext context) : IScoreScope
{
    public IServiceProvider Services => context.RequestServices;
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores;

/// <summary>Answers in the form of RFC 9457, through the application's own problem details service where it has one.</summary>
internal static class Problems
{
    /// <summary>
    /// Answers without having read the whole body, and has the server close the connection instead of reading the rest: a stranger's
    /// upload is cut short. The header tells a well-behaved client not to reuse the connection.
    /// </summary>
    public static Task CutShortAsync(HttpContext context, int status, string detail)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = 0;
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return WriteAsync(context, status, detail);
    }

    public static async Task WriteAsync(HttpContext context, int status, string detail, string? member = null)
    {
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        if (member is not null)
            problem.Extensions["member"] = member;

        context.Response.StatusCode = status;
        if (context.RequestServices.GetService<IProblemDetailsService>() is { } service
            && await service.TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem }))
            return;
        await context.Response.WriteAsJsonAsync(problem, ProblemsJson.Default.ProblemDetails, "application/problem+json");
    }
}

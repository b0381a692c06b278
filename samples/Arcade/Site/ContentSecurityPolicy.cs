using Gamezop.Scores;
using Microsoft.Extensions.Options;

namespace Arcade;

internal static class ContentSecurityPolicy
{
    /// <summary>Scripts and styles of this site alone; games and their pictures from Gamezop.</summary>
    public static void UseContentSecurityPolicy(this WebApplication app)
    {
        // Games come from many hosts (publishers can have their own), all of them https: except the stand-in.
        var api = app.Services.GetRequiredService<IOptions<GamezopApiOptions>>().Value.BaseAddress;
        var gamezop = api.IsLoopback ? "https: " + api.GetLeftPart(UriPartial.Authority) : "https:";
        var policy = $"default-src 'self'; img-src 'self' {gamezop}; frame-src {gamezop}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            return next(context);
        });
    }
}

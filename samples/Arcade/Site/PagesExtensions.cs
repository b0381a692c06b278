using System.Net;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Arcade;

internal static class PagesExtensions
{
    /// <summary>Pages, the API's description and the health check.</summary>
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // `dotnet run` serves wwwroot and the SDK's module as a published site does, whatever the environment.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<GameCatalogue>();
        builder.Services.AddRazorPages().WithRazorPagesAtContentRoot();
        builder.Services.AddSingleton<CookieTempDataProvider>();
        builder.Services.AddSingleton<ITempDataProvider, PageMessages>();
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddGamezopScores();

        // Where TLS ends at a proxy, the proxy says that it was https: cookies are secure then. Others than one on this machine are
        // believed only when they are named.
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in builder.Configuration.GetSection("Proxies").Get<string[]>() ?? [])
                options.KnownProxies.Add(IPAddress.Parse(proxy));
        });
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/status/500",
            // While another process has the database, or it is being opened.
            StatusCodeSelector = exception => exception is LeaderboardsNotReadyException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        });
        app.UseContentSecurityPolicy();
        app.UseWhen(context => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal), pages => pages.UseStatusCodePagesWithReExecute("/status/{0}"));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        app.MapOpenApi();
        app.MapHealthChecks("/health");
    }
}

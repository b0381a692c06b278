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
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddGamezopScores();
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseExceptionHandler("/status/500");
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

using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the webhook that Gamezop posts scores to.</summary>
public static class GamezopScoresEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>POST</c> to the webhook: the api key is checked, the body read and parsed, the sub verified, the event delivered, 200 answered.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route, e.g. <c>/games/score</c>: the URL that is given to Gamezop.</param>
    /// <returns>The endpoint's conventions: add rate limits, host filters and the like as to any endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddGamezopScores</c> was not called.</exception>
    public static IEndpointConventionBuilder MapGamezopScores(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var webhook = endpoints.ServiceProvider.GetService<ScoreWebhook>() ?? throw NotAdded();
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseGamezopApiKey();
        pipeline.Run(webhook.InvokeAsync);
        return endpoints.MapPost(pattern, pipeline.Build())
            .WithDisplayName("Gamezop score webhook");
    }

    /// <summary>
    /// Lets only calls with a right <c>api-key</c> header pass to what comes after: for a branch or endpoint of your own that Gamezop calls.
    /// <c>MapGamezopScores</c> has this built in.
    /// </summary>
    /// <param name="app">The application, or a branch of it.</param>
    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException"><c>AddGamezopScores</c> was not called.</exception>
    public static IApplicationBuilder UseGamezopApiKey(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<ScoreWebhook>() is null)
            throw NotAdded();
        return app.UseMiddleware<ApiKeyMiddleware>();
    }

    private static InvalidOperationException NotAdded() =>
        new("Gamezop.Scores is not set up. Call builder.Services.AddGamezopScores(builder.Configuration.GetSection(\"Gamezop\")) before the application is built.");
}

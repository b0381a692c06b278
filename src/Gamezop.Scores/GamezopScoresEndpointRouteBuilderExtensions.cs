using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
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
    /// <returns>The endpoint's conventions: add authorization, rate limits, host filters and the like as to any endpoint.</returns>
    /// <remarks>
    /// A fallback authorization policy, a global rate limit, antiforgery and the output cache pass the endpoint by, since Gamezop has
    /// nothing but its key. <c>RequireAuthorization</c>,
    /// <c>RequireRateLimiting</c> and the like, on what is returned or on a group around it, hold.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddGamezopScores</c> was not called.</exception>
    public static IEndpointConventionBuilder MapGamezopScores(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var webhook = endpoints.ServiceProvider.GetService<ScoreWebhook>() ?? throw NotAdded();
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseGamezopApiKey();
        pipeline.Run(webhook.InvokeAsync);
        var endpoint = endpoints.MapPost(pattern, pipeline.Build())
            .WithDisplayName("Gamezop score webhook")
            .DisableAntiforgery()
            .WithMetadata(new OutputCacheAttribute { NoStore = true });
        endpoint.Finally(LetGamezopPass);
        return endpoint;
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

    // Gamezop has the api key and nothing else: it can't sign in, and all its calls come from a few addresses. What an application asks of
    // everybody, by a fallback policy
    // or a global rate limit, would be answered in the webhook's place and scores be lost; what it asks of this endpoint holds.
    private static void LetGamezopPass(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.Any(metadata => metadata is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData or IAllowAnonymous))
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        if (!endpoint.Metadata.Any(metadata => metadata is EnableRateLimitingAttribute or DisableRateLimitingAttribute))
            endpoint.Metadata.Add(new DisableRateLimitingAttribute());
    }

    private static InvalidOperationException NotAdded() =>
        new("Gamezop.Scores is not set up. Call builder.Services.AddGamezopScores(builder.Configuration.GetSection(\"Gamezop\")) before "
            + "the application is built.");
}

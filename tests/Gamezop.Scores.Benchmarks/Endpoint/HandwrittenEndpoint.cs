using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The same work as a minimal API that a publisher would write: the body bound from JSON by a source-generated context.</summary>
internal static class HandwrittenEndpoint
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HandwrittenHandler>().AddSingleton<HandwrittenMeter>();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HandwrittenJson.Default));
        return app => app.MapPost(EndpointVariants.Route, HandleAsync);
    }

    private static async Task<IResult> HandleAsync([FromHeader(Name = "api-key")] string? key, HandwrittenScore score, HandwrittenHandler handler, HandwrittenMeter meter)
    {
        if (!HandwrittenKey.IsRight(key))
            return TypedResults.Unauthorized();
        if (!score.IsValid())
            return TypedResults.BadRequest();
        await handler.HandleAsync(score);
        meter.Count(score.State);
        return TypedResults.Ok();
    }
}

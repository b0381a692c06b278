using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;

namespace Gamezop.Scores.Competitions;

/// <summary>Maps routes that read their parameters themselves: so that what is wrong with one is answered as problem details, and nothing is bound by reflection.</summary>
internal static class ReadEndpoint
{
    /// <summary>Maps GET, and HEAD unless the answer never ends.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="answer">Reads the parameters and calls the handler.</param>
    /// <param name="handler">The handler: its parameters are what OpenAPI documents.</param>
    /// <param name="head">Whether HEAD is answered too.</param>
    public static IEndpointConventionBuilder MapRead(this IEndpointRouteBuilder group, [StringSyntax("Route")] string pattern, RequestDelegate answer, Delegate handler, bool head = true)
    {
        RequestDelegate guarded = context => ProblemAnswer.GuardAsync(context, answer);
        if (head)
            group.MapMethods(pattern, [HttpMethods.Head], guarded).ExcludeFromDescription();
        return group.MapMethods(pattern, [HttpMethods.Get], guarded).Annotate(handler);
    }

    /// <summary>Maps GET and HEAD of what is one user's own: no cache keeps any of the answers.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="answer">Reads the parameters and calls the handler.</param>
    /// <param name="handler">The handler: its parameters are what OpenAPI documents.</param>
    public static IEndpointConventionBuilder MapOwnRead(
        this IEndpointRouteBuilder group, [StringSyntax("Route")] string pattern, RequestDelegate answer, Delegate handler)
    {
        RequestDelegate guarded = context => GuardOwnAsync(context, answer);
        group.MapMethods(pattern, [HttpMethods.Head], guarded).NeverCached().ExcludeFromDescription();
        return group.MapMethods(pattern, [HttpMethods.Get], guarded).NeverCached().Annotate(handler);
    }

    /// <summary>
    /// Maps POST, which changes what is one user's own. Calls of other sites' pages are refused, and calls without the antiforgery token
    /// that the endpoint asks for.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="answer">Reads the parameters and calls the handler.</param>
    /// <param name="handler">The handler: its parameters are what OpenAPI documents.</param>
    public static IEndpointConventionBuilder MapAction(this IEndpointRouteBuilder group, [StringSyntax("Route")] string pattern, RequestDelegate answer, Delegate handler) =>
        group.MapMethods(pattern, [HttpMethods.Post], context => GuardOwnAsync(context, async own =>
        {
            if (await CrossSiteCalls.IsRefusedAsync(own))
                await ProblemAnswer.WriteAsync(own, StatusCodes.Status403Forbidden, "A page of another site may not do this.");
            else if (await AntiforgeryTokens.IsMissingAsync(own))
                await ProblemAnswer.WriteAsync(own, StatusCodes.Status400BadRequest, "The antiforgery token is missing or is not valid.");
            else
                await answer(own);
        })).NeverCached().Annotate(handler);

    /// <summary>The framework's output cache passes the endpoint by, whatever policies the application or the group has.</summary>
    public static TBuilder NeverCached<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OutputCacheAttribute { NoStore = true });

    /// <summary>Whether the request's endpoint is <see cref="NeverCached{TBuilder}"/>.</summary>
    public static bool IsNeverCached(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OutputCacheAttribute>() is { NoStore: true };

    public static IEndpointConventionBuilder Answers(this IEndpointConventionBuilder endpoint, Type body, string contentType = "application/json") =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, body, [contentType]));

    public static IEndpointConventionBuilder AnswersNothing(this IEndpointConventionBuilder endpoint, int status) => endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(void)));

    public static IEndpointConventionBuilder Refuses(this IEndpointConventionBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
        return endpoint;
    }

    // Whatever the answer is: that there is no such reward is one user's business too.
    private static Task GuardOwnAsync(HttpContext context, RequestDelegate answer)
    {
        JsonAnswer.KeepPrivate(context);
        return ProblemAnswer.GuardAsync(context, answer);
    }

    private static IEndpointConventionBuilder Annotate(this IEndpointConventionBuilder endpoint, Delegate handler)
    {
        endpoint.WithTags("Leaderboards").WithMetadata(handler.Method);
        foreach (ParameterInfo parameter in handler.Method.GetParameters())
            if (parameter.ParameterType != typeof(HttpContext))
                endpoint.WithMetadata(new Parameter(parameter));
        return endpoint;
    }

    private sealed class Parameter(ParameterInfo parameter) : IParameterBindingMetadata
    {
        public string Name => parameter.Name!;

        public bool HasTryParse => parameter.ParameterType != typeof(string);

        public bool HasBindAsync => false;

        public ParameterInfo ParameterInfo => parameter;

        public bool IsOptional => parameter.HasDefaultValue;
    }
}

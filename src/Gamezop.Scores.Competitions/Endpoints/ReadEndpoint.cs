using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
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

    /// <summary>Maps POST.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="answer">Reads the parameters and calls the handler.</param>
    /// <param name="handler">The handler: its parameters are what OpenAPI documents.</param>
    public static IEndpointConventionBuilder MapAction(this IEndpointRouteBuilder group, [StringSyntax("Route")] string pattern, RequestDelegate answer, Delegate handler) =>
        group.MapMethods(pattern, [HttpMethods.Post], context => ProblemAnswer.GuardAsync(context, answer)).Annotate(handler);

    public static IEndpointConventionBuilder Answers(this IEndpointConventionBuilder endpoint, Type body, string contentType = "application/json") =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, body, [contentType]));

    public static IEndpointConventionBuilder AnswersNothing(this IEndpointConventionBuilder endpoint, int status) => endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(void)));

    public static IEndpointConventionBuilder Refuses(this IEndpointConventionBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
        return endpoint;
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

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gamezop.Scores.Competitions;

/// <summary>Writes JSON, to GET and HEAD alike.</summary>
internal static class JsonAnswer
{
    /// <summary>Sends public JSON, unless the caller has just that.</summary>
    public static Task WriteTaggedAsync(HttpContext context, byte[] json)
    {
        var tag = new EntityTagHeaderValue($"\"{ContentTag.Of(json)}\"");
        context.Response.Headers.ETag = tag.ToString();
        // To be asked again each time: what a cache holds may be old in a second.
        context.Response.Headers.CacheControl = "no-cache";
        if (!context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            return WriteAsync(context, json);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    /// <summary>Has no cache keep the answer.</summary>
    public static void KeepPrivate(HttpContext context) => context.Response.Headers.CacheControl = "private, no-store";

    /// <summary>Sends JSON that is one user's.</summary>
    /// <exception cref="InvalidOperationException">The framework's output cache could keep it: the route is not mapped as one user's
    /// own.</exception>
    public static Task WritePrivateAsync(HttpContext context, byte[] json)
    {
        if (!ReadEndpoint.IsNeverCached(context))
            throw new InvalidOperationException("A route that answers what is one user's own must be mapped with MapOwnRead or MapAction.");
        KeepPrivate(context);
        return WriteAsync(context, json);
    }

    private static Task WriteAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}

using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Tells the calls of other sites' pages, which a browser sends with its user's cookies, from those of the publisher's own pages and of
/// programs. Browsers say where a call
/// comes from, in headers that no page can set; a call without such a header is no browser's.
/// </summary>
internal static class CrossSiteCalls
{
    private const string Site = "Sec-Fetch-Site";

    public static async ValueTask<bool> IsRefusedAsync(HttpContext context) => !IsOwn(context.Request) && !await IsAllowedByCorsAsync(context);

    private static bool IsOwn(HttpRequest request)
    {
        // Newer browsers compare the origins themselves, so that this holds behind proxies too. Another subdomain is "same-site": its pages
        // may be somebody else's.
        var site = request.Headers[Site];
        if (site.Count > 0)
            return site is ["same-origin" or "none"];
        var origin = request.Headers.Origin;
        return origin.Count == 0 || (origin is [{ } one] && IsOriginOf(request, one));
    }

    private static bool IsOriginOf(HttpRequest request, string origin)
    {
        // "null" is no URL: a sandboxed frame, a file.
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || (page.Scheme != Uri.UriSchemeHttps && page.Scheme != Uri.UriSchemeHttp))
            return false;

        // TLS may end at a proxy that doesn't say so. A page of plain http must not act on a site of https.
        if (page.Scheme == Uri.UriSchemeHttp && request.IsHttps)
            return false;
        return Uri.TryCreate($"{page.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var own)
            && string.Equals(own.IdnHost, page.IdnHost, StringComparison.OrdinalIgnoreCase)
            && own.Port == page.Port;
    }

    private static async ValueTask<bool> IsAllowedByCorsAsync(HttpContext context)
    {
        if (context.Request.Headers.Origin is not [{ } origin] || await PolicyAsync(context) is not { } policy)
            return false;
        if (policy.Methods.Count > 0 && !policy.AllowAnyMethod && !policy.Methods.Contains(HttpMethods.Post, StringComparer.OrdinalIgnoreCase))
            return false;

        // Browsers send credentials with simple requests also where the policy doesn't allow them; they only hide the answer.
        if (!policy.SupportsCredentials && HasCredentials(context))
            return false;
        return policy.AllowAnyOrigin || policy.IsOriginAllowed(origin);
    }

    // As the framework's CORS middleware chooses.
    private static async ValueTask<CorsPolicy?> PolicyAsync(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() switch
    {
        ICorsPolicyMetadata metadata => metadata.Policy,
        IEnableCorsAttribute named when context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies =>
            await policies.GetPolicyAsync(context, named.PolicyName),
        _ => null,
    };

    // Those that a browser adds by itself. A bearer token is set by a script that has it.
    private static bool HasCredentials(HttpContext context) =>
        context.Request.Headers.Cookie.Count > 0
        || context.Request.Headers.Authorization.Any(value => value?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == false)
        || context.Connection.ClientCertificate is not null
        || context.User.Identity?.AuthenticationType is "Negotiate" or "NTLM" or "Kerberos";
}

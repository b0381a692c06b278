using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions;

/// <summary>The framework's antiforgery. Its middleware checks the token and leaves it to the endpoint to refuse the call.</summary>
internal static class AntiforgeryTokens
{
    /// <summary>Whether the endpoint asks for a token and the call has no valid one.</summary>
    public static async ValueTask<bool> IsMissingAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
            return false;
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { } validated)
            return !validated.IsValid;

        // The middleware has not run, and the application has told the framework not to mind.
        return !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
    }
}

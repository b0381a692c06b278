using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores.Testing;

/// <summary>Where the stand-in's own pages, and only they, report what is played.</summary>
internal sealed class EventEndpoint(PlaySessions sessions, WebhookPump? pump)
{
    private const int MaxBytes = 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.StatusCode = await TakeAsync(context.Request, context.RequestAborted);
    }

    private async Task<int> TakeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A page of another origin can't send this content type without a preflight, which nobody answers here.
        if (!request.HasJsonContentType())
            return StatusCodes.Status415UnsupportedMediaType;
        if (!IsOwnPage(request))
            return StatusCodes.Status403Forbidden;

        byte[] buffer = new byte[MaxBytes + 1];
        int length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
            return StatusCodes.Status413PayloadTooLarge;
        if (PageEvent.Read(buffer.AsMemory(0, length)) is not { } said)
            return StatusCodes.Status400BadRequest;
        if (sessions.Find(said.Session) is not { } session || session.Game.Code != (string?)request.RouteValues["code"])
            return StatusCodes.Status404NotFound;
        return pump is null || pump.TryPost(session.Create(said)) ? StatusCodes.Status204NoContent : StatusCodes.Status503ServiceUnavailable;
    }

    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"]
        && (request.Headers.Origin is [] || request.Headers.Origin == $"{request.Scheme}://{request.Host}");
}

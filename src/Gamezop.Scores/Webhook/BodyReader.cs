using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Gamezop.Scores;

/// <summary>
/// Reads a body of bounded length in bounded time, for this request alone: the server's own limits are left as they are.
/// The bytes stay in the server's buffers until the caller lets go of them by <see cref="PipeReader.AdvanceTo(SequencePosition)"/>.
/// </summary>
internal sealed class BodyReader(TimeProvider time, ILogger logger)
{
    // Gamezop's calls are a few hundred bytes from a data centre. 240 bytes a second after 5 seconds is Kestrel's own default, which an
    // application may have lifted; the deadline also holds on servers and protocols without a rate (HTTP/2, IIS, the test server).
    private static readonly MinDataRate Rate = new(240, TimeSpan.FromSeconds(5));

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(1);

    // The server counts a chunked body with its framing, of which the smallest chunks have six bytes for one. The exact limit is checked
    // here; the server's keeps it from draining what is left of a body that is far longer.
    private const long FramingAllowance = 8;

    // Its exceptions are of no type of their own.
    private const string Brotli = "System.IO.Compression.Brotli";

    private readonly LogSampler _undecodable = new(time);

    public async ValueTask<(BodyOutcome Outcome, ReadResult Body)> ReadAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
            return (BodyOutcome.TooLarge, default);
        Limit(context, maxBytes);

        var reader = context.Request.BodyReader;
        try
        {
            // Nearly always the body has come with the headers, and no timer is needed.
            var held = reader.TryRead(out var result);
            if (!held || !result.IsCompleted)
                result = await ReadOnAsync(reader, result, held, maxBytes);
            if (result is { IsCompleted: true, IsCanceled: false } && result.Buffer.Length <= maxBytes)
                return (BodyOutcome.Complete, result);
            reader.AdvanceTo(result.Buffer.End);
            return (result.IsCanceled ? BodyOutcome.TooSlow : BodyOutcome.TooLarge, default);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (BodyOutcome.TooLarge, default);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return (BodyOutcome.TooSlow, default);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException { Source: Brotli })
        {
            // The application's decompression can't make sense of it; Brotli's says so by an InvalidOperationException.
            if (_undecodable.ShouldLog(out var unlogged))
                Log.BodyUndecodable(logger, unlogged, exception);
            return (BodyOutcome.Undecodable, default);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // A body that ends early is one of them: BadHttpRequestException is an IOException.
            Log.BodyIncomplete(logger, exception);
            await LetGoAsync(context, exception);
            return (BodyOutcome.Incomplete, default);
        }
    }

    private static void Limit(HttpContext context, int maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = maxBytes * FramingAllowance;

        // Over HTTP/2 Kestrel lets the rate only be lifted, not set.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = Rate;
    }

    /// <summary>
    /// Keeps Kestrel, whose own read of a body that broke off never ends, from reading on behind it: it would log that as a fault of the
    /// application's.
    /// </summary>
    private async Task LetGoAsync(HttpContext context, Exception exception)
    {
        // No next request is looked for. Over HTTP/2 only the stream is broken, and the connection carries others.
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

        // Nor is the rest of the body drained. Kestrel may learn of a reset later than the reader, and has learnt of it when it says so.
        if (exception is IOException and not BadHttpRequestException or OperationCanceledException)
        {
            context.Abort();
            await Task.Delay(AbortPatience, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>The whole body, more than the limit, or, when the deadline has passed, a result that says it was cancelled.</returns>
    private async ValueTask<ReadResult> ReadOnAsync(PipeReader reader, ReadResult result, bool held, int maxBytes)
    {
        // Not by a token: Kestrel could then not let go of what has come so far.
        await using var deadline = time.CreateTimer(static reader => ((PipeReader)reader!).CancelPendingRead(), reader, Deadline, Timeout.InfiniteTimeSpan);
        while (!result.IsCompleted && !result.IsCanceled && result.Buffer.Length <= maxBytes)
        {
            if (held)
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync(CancellationToken.None);
            held = true;
        }

        return result;
    }
}

using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>One call of Gamezop's, behind the api key: read, parse, verify the sub, deliver, answer.</summary>
internal sealed class ScoreWebhook(
    LiveOptions options, SubReader subs, IScoreDelivery delivery, ScoreMetrics metrics, EventClock clock, TimeProvider time, ILogger<ScoreWebhook> logger)
{
    private const string RetryAfterSeconds = "5";

    private readonly BodyReader _bodies = new(time, logger);
    private readonly LogSampler _forged = new(time);
    private readonly LogSampler _malformed = new(time);
    private readonly LogSampler _tooLarge = new(time);
    private readonly LogSampler _tooSlow = new(time);
    private readonly LogSampler _encoded = new(time);

    public Task InvokeAsync(HttpContext context) =>
        ContentEncoding.Find(context.Request) is { } encoding
            ? RefuseEncodedAsync(context, ApiKeyMiddleware.SourceOf(context), encoding)
            : ReceiveAsync(context);

    private async Task ReceiveAsync(HttpContext context)
    {
        var started = metrics.StartRequest();
        var maxBytes = options.Current.MaxBodyBytes;
        var source = ApiKeyMiddleware.SourceOf(context);
        var (read, body) = await _bodies.ReadAsync(context, maxBytes);
        var outcome = read switch
        {
            BodyOutcome.Complete => await HandleAsync(context, source, body.Buffer),
            BodyOutcome.TooLarge => await TooLargeAsync(context, maxBytes),
            BodyOutcome.TooSlow => await TooSlowAsync(context),
            BodyOutcome.Undecodable => await UndecodableAsync(context),
            _ => Incomplete(context),
        };
        metrics.StopRequest(started, outcome, source);
    }

    private async Task RefuseEncodedAsync(HttpContext context, string? source, string encoding)
    {
        var started = metrics.StartRequest();
        if (_encoded.ShouldLog(out var unlogged))
            Log.BodyEncoded(logger, encoding, unlogged);

        // RFC 7694: what would be taken.
        context.Response.Headers.AcceptEncoding = ContentEncoding.Identity;
        await Problems.CutShortAsync(
            context,
            StatusCodes.Status415UnsupportedMediaType,
            $"The body is encoded ({encoding}), and this application does not decode it. Send it without a Content-Encoding.");
        metrics.StopRequest(started, Outcomes.Encoded, source);
    }

    private async ValueTask<string> HandleAsync(HttpContext context, string? source, ReadOnlySequence<byte> body)
    {
        metrics.Body(body.Length);
        var (scoreEvent, error) = Parse(body);
        var kept = delivery.KeepsBodies ? body.ToArray() : ReadOnlyMemory<byte>.Empty;
        context.Request.BodyReader.AdvanceTo(body.End);

        if (scoreEvent is not null)
            error = AdditionalMembersLimit.Check(scoreEvent, options.Current.MaxAdditionalBytes);
        if (scoreEvent is null || error is not null)
            return await MalformedAsync(context, source, kept, error!);

        var sub = subs.Read(scoreEvent.SubId);
        if (sub is { UserId: null, IsForged: false })
            return await MalformedAsync(context, source, kept, sub.Error!);

        var userId = sub.UserId ?? scoreEvent.SubId;
        clock.Received(scoreEvent.Timestamp, userId);
        var score = new ReceivedScore(scoreEvent, userId, source, kept, new RequestScope(context), TraceParent(context));
        var outcome = sub.IsForged ? await ForgedAsync(score, sub.Error) : Name(await delivery.DeliverAsync(score));
        metrics.Event(GameStates.Name(scoreEvent.State), outcome, source);
        await AnswerAsync(context, outcome);
        return outcome;
    }

    /// <summary>The request's own span where there is one, else what the caller sent, if it can be used.</summary>
    private static string? TraceParent(HttpContext context)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            return id;
        var sent = context.Request.Headers.TraceParent.ToString();
        return sent.Length == 55 && ActivityContext.TryParse(sent, null, isRemote: true, out _) ? sent : null;
    }

    private static (ScoreEvent? Event, ScoreFormatError? Error) Parse(ReadOnlySequence<byte> body)
    {
        ScoreFormatError? error;
        ScoreEvent? scoreEvent;
        if (body.IsSingleSegment)
        {
            _ = ScoreEvent.TryParse(body.FirstSpan, out scoreEvent, out error);
            return (scoreEvent, error);
        }

        var length = (int)body.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        body.CopyTo(joined);
        _ = ScoreEvent.TryParse(joined.AsSpan(0, length), out scoreEvent, out error);
        ArrayPool<byte>.Shared.Return(joined);
        return (scoreEvent, error);
    }

    private async ValueTask<string> ForgedAsync(ReceivedScore score, ScoreFormatError? error)
    {
        if (_forged.ShouldLog(out var unlogged))
            Log.Forged(logger, LogText.Escape(score.Event.GameCode), unlogged);
        metrics.SubRefused(score.Source);

        // In quarantine it could be released under its sub as the user's id.
        var kept = error is null ? await delivery.ForgedAsync(score) : await delivery.UnreadableAsync(score.Body, score.Source, error);
        return kept == DeliveryOutcome.Unavailable ? Outcomes.Unavailable : Outcomes.Forged;
    }

    private async ValueTask<string> MalformedAsync(HttpContext context, string? source, ReadOnlyMemory<byte> body, ScoreFormatError error)
    {
        if (_malformed.ShouldLog(out var unlogged))
            Log.Malformed(logger, error.ToString(), unlogged);
        metrics.Event(null, Outcomes.Malformed, source);
        if (await delivery.UnreadableAsync(body, source, error) == DeliveryOutcome.Unavailable)
        {
            await AnswerAsync(context, Outcomes.Unavailable);
            return Outcomes.Unavailable;
        }

        await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, error.ToString(), error.Member);
        return Outcomes.Malformed;
    }

    private async ValueTask<string> TooLargeAsync(HttpContext context, int maxBytes)
    {
        if (_tooLarge.ShouldLog(out var unlogged))
            Log.TooLarge(logger, maxBytes, unlogged);
        await Problems.CutShortAsync(context, StatusCodes.Status413PayloadTooLarge, $"The body is longer than {maxBytes} bytes.");
        return Outcomes.TooLarge;
    }

    private async ValueTask<string> TooSlowAsync(HttpContext context)
    {
        if (_tooSlow.ShouldLog(out var unlogged))
            Log.BodyTooSlow(logger, unlogged);
        await Problems.CutShortAsync(context, StatusCodes.Status408RequestTimeout, "The body did not arrive in time.");
        return Outcomes.TooSlow;
    }

    private static async ValueTask<string> UndecodableAsync(HttpContext context)
    {
        await Problems.CutShortAsync(context, StatusCodes.Status400BadRequest, "The body could not be decoded: it is not what its Content-Encoding says.");
        return Outcomes.Undecodable;
    }

    // Mostly nobody is there any more to read it; but a body that breaks off in mid-chunk must not be answered with the default, which is 200.
    private static string Incomplete(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Outcomes.Incomplete;
    }

    private Task AnswerAsync(HttpContext context, string outcome)
    {
        switch (outcome)
        {
            case Outcomes.Failed:
                return Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "The score could not be handled. Send it again.");
            case Outcomes.Unavailable:
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable,
                    (delivery.Problem is { } problem ? problem + " " : "Scores can't be kept at the moment. ") + "Send it again later.");
            default:
                context.Response.StatusCode = StatusCodes.Status200OK;
                context.Response.ContentLength = 0;
                return Task.CompletedTask;
        }
    }

    private static string Name(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Handled => Outcomes.Handled,
        DeliveryOutcome.Stored => Outcomes.Stored,
        DeliveryOutcome.Duplicate => Outcomes.Duplicate,
        DeliveryOutcome.Unavailable => Outcomes.Unavailable,
        _ => Outcomes.Failed,
    };
}

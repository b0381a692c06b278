using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Delivery with a store: a call is answered when its event is durable; the worker runs the handlers.</summary>
internal sealed class DurableDelivery(
    InboxAppender appender, IDeadLetterStore deadLetters, IQuarantineStore quarantine, InboxMonitor monitor, ScoreInboxOptions options, TimeProvider time,
    ILogger<DurableDelivery> logger) : IScoreDelivery
{
    /// <summary>So many calls may set something aside at one moment: nobody who sends rubbish shall keep the writer busy.</summary>
    private const int MaxSettingAside = 64;

    private int _settingAside;

    public bool KeepsBodies => true;

    public string? Problem => monitor.Problem?.Problem switch
    {
        ScoreInboxProblem.NotOwner => "Another process owns the inbox.",
        ScoreInboxProblem.Full => "The inbox is full.",
        ScoreInboxProblem.Slow => "The inbox is too slow.",
        ScoreInboxProblem.Broken => "The inbox cannot be written to.",
        _ => monitor.IsFull ? "The inbox is full." : null,
    };

    public async ValueTask<DeliveryOutcome> DeliverAsync(ReceivedScore score)
    {
        if (monitor.IsFull)
            return DeliveryOutcome.Unavailable;
        try
        {
            var appended = await appender.AppendAsync(ToInboxEvent(score));
            monitor.Succeeded();
            return appended == InboxAppend.Added ? DeliveryOutcome.Stored : DeliveryOutcome.Duplicate;
        }
        catch (ScoreInboxException exception)
        {
            monitor.Failed(exception);
            return DeliveryOutcome.Unavailable;
        }
    }

    public ValueTask<DeliveryOutcome> ForgedAsync(ReceivedScore score) => SetAsideAsync("quarantine", () =>
        quarantine.QuarantineAsync(ToInboxEvent(score), QuarantineReasons.Forged, null, options.MaxQuarantined, CancellationToken.None));

    public ValueTask<DeliveryOutcome> UnreadableAsync(ReadOnlyMemory<byte> body, string? source, ScoreFormatError error) => body.Length > options.MaxUnreadableBytes
        ? ValueTask.FromResult(DeliveryOutcome.Handled)
        : SetAsideAsync("unreadable", () =>
            deadLetters.AddUnreadableAsync(
                Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 16)), time.GetUtcNow(), body, error.ToString(), source, options.MaxUnreadable, CancellationToken.None));

    private InboxEvent ToInboxEvent(ReceivedScore score) => new(ScoreEventId.Compute(score.Event), score.UserId, time.GetUtcNow(), score.Body)
    {
        Source = score.Source,
        Parsed = score.Event,
    };

    private async ValueTask<DeliveryOutcome> SetAsideAsync(string place, Func<ValueTask<bool>> add)
    {
        if (Interlocked.Increment(ref _settingAside) > MaxSettingAside)
        {
            Interlocked.Decrement(ref _settingAside);
            return DeliveryOutcome.Unavailable;
        }
        try
        {
            return await AddAsync(place, add).WaitAsync(options.AppendTimeout, time);
        }
        catch (TimeoutException)
        {
            return DeliveryOutcome.Unavailable;
        }
    }

    /// <summary>Its place is free when the store is done with it, not when the call has given up: what waits for a store that is stuck stays bounded.</summary>
    private async Task<DeliveryOutcome> AddAsync(string place, Func<ValueTask<bool>> add)
    {
        try
        {
            if (!await add())
                Log.SetAsideFull(logger, place);
            return DeliveryOutcome.Stored;
        }
        catch (Exception exception)
        {
            monitor.Failed(exception as ScoreInboxException ?? new ScoreInboxException(ScoreInboxProblem.Broken, "The inbox failed: " + exception.Message, exception));
            return DeliveryOutcome.Unavailable;
        }
        finally
        {
            Interlocked.Decrement(ref _settingAside);
        }
    }
}

using System.Security.Cryptography;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>Delivery with a store: a call is answered when its event is durable; the consumers run the handlers.</summary>
internal sealed class DurableDelivery(
    AppendQueue queue, IDeadLetterStore deadLetters, QuarantineReservations quarantine, InboxMonitor monitor, SetAsideMonitor setAside,
    ScoreInboxOptions options, TimeProvider time, StoreTime storeTime) : IScoreDelivery
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
        if (!monitor.IsOpen || monitor.IsFull)
            return DeliveryOutcome.Unavailable;
        try
        {
            var storedEvent = ToStoredEvent(score, score.Event);
            // By the clock that its handler will find it dated ahead of.
            var isFuture = EventClock.IsFuture(score.Event.Timestamp, storeTime.Now);
            if (isFuture && !await quarantine.TryReserveAsync(storedEvent.EventId, score.UserId))
            {
                setAside.Refused(QuarantineReasons.Future);
                return DeliveryOutcome.Unavailable;
            }
            var appended = await queue.AppendAsync(storedEvent);
            if (isFuture)
                quarantine.Appended(storedEvent.EventId, appended.ReceivedAt);
            monitor.Succeeded();
            return appended.IsAdded ? DeliveryOutcome.Stored : DeliveryOutcome.Duplicate;
        }
        catch (ScoreInboxException exception)
        {
            monitor.Failed(exception);
            return DeliveryOutcome.Unavailable;
        }
    }

    public ValueTask<DeliveryOutcome> ForgedAsync(ReceivedScore score) => options.MaxQuarantined == 0
        ? ValueTask.FromResult(DeliveryOutcome.Handled)
        : SetAsideAsync(QuarantineReasons.Forged, DeliveryOutcome.Unavailable, () => quarantine.QuarantineAsync(
            ToStoredEvent(score, null), QuarantineReasons.Forged, null, options.MaxQuarantined, options.MaxQuarantinedPerUser, CancellationToken.None));

    // One that is not kept is answered 400 all the same: its sender knows that it was not taken.
    public ValueTask<DeliveryOutcome> UnreadableAsync(ReadOnlyMemory<byte> body, string? source, ScoreFormatError error) => body.Length > options.MaxUnreadableBytes
        ? ValueTask.FromResult(DeliveryOutcome.Handled)
        : SetAsideAsync("unreadable", DeliveryOutcome.Handled, () =>
            deadLetters.AddUnreadableAsync(
                Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 16)), body, error.ToString(), source, options.MaxUnreadable, CancellationToken.None));

    private static StoredEvent ToStoredEvent(ReceivedScore score, ScoreEvent? parsed) => new(ScoreEventId.Compute(score.Event), score.UserId, default, score.Body)
    {
        Source = score.Source,
        TraceParent = score.TraceParent,
        Parsed = parsed,
    };

    private async ValueTask<DeliveryOutcome> SetAsideAsync(string place, DeliveryOutcome whenFull, Func<ValueTask<bool>> add)
    {
        if (Interlocked.Increment(ref _settingAside) > MaxSettingAside)
        {
            Interlocked.Decrement(ref _settingAside);
            return DeliveryOutcome.Unavailable;
        }
        try
        {
            return await AddAsync(place, whenFull, add).WaitAsync(options.AppendTimeout, time);
        }
        catch (TimeoutException)
        {
            return DeliveryOutcome.Unavailable;
        }
    }

    /// <summary>Its place is free when the store is done with it, not when the call has given up: what waits for a store that is stuck stays bounded.</summary>
    private async Task<DeliveryOutcome> AddAsync(string place, DeliveryOutcome whenFull, Func<ValueTask<bool>> add)
    {
        try
        {
            if (await add())
                return DeliveryOutcome.Stored;
            setAside.Refused(place);
            return whenFull;
        }
        catch (Exception exception)
        {
            monitor.Failed(ScoreInboxException.From(exception));
            return DeliveryOutcome.Unavailable;
        }
        finally
        {
            Interlocked.Decrement(ref _settingAside);
        }
    }
}

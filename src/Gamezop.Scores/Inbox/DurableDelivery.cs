
namespace Gamezop.Scores;

/// <summary>Delivery with a store: a call is answered when its event is durable; the consumers run the handlers.</summary>
internal sealed class DurableDelivery(
    AppendQueue queue, QuarantineReservations reservations, SetAsideIntake setAside, SetAsideMonitor room, InboxMonitor monitor, StoreTime storeTime)
    : IScoreDelivery
{
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
            if (isFuture && !await reservations.TryReserveAsync(storedEvent.EventId, score.UserId))
            {
                room.Refused(QuarantineReasons.Future);
                return DeliveryOutcome.Unavailable;
            }
            var appended = await queue.AppendAsync(storedEvent);
            if (isFuture)
                reservations.Appended(storedEvent.EventId, appended.ReceivedAt);
            monitor.Succeeded();
            return appended.IsAdded ? DeliveryOutcome.Stored : DeliveryOutcome.Duplicate;
        }
        catch (Exception exception)
        {
            // An engine's own exception too: the call is repeated, and health says why.
            monitor.Failed(ScoreInboxException.From(exception));
            return DeliveryOutcome.Unavailable;
        }
    }

    public ValueTask<DeliveryOutcome> ForgedAsync(ReceivedScore score) => setAside.ForgedAsync(ToStoredEvent(score, null));

    public ValueTask<DeliveryOutcome> UnreadableAsync(ReadOnlyMemory<byte> body, string? source, ScoreFormatError error) =>
        setAside.UnreadableAsync(body, source, error);

    private static StoredEvent ToStoredEvent(ReceivedScore score, ScoreEvent? parsed) =>
        new(ScoreEventId.Compute(score.Event), score.UserId, default, score.Body)
        {
            Source = score.Source,
            TraceParent = score.TraceParent,
            Parsed = parsed,
        };
}

using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>The quarantine of the inbox, over any engine. What is released wakes the consumers of this node.</summary>
internal sealed class InboxQuarantineSource(QuarantineReservations store, SubReader subs, Action wake) : IQuarantineSource
{
    public string Prefix => "";

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after, int max, CancellationToken cancellationToken) =>
        store.ListQuarantinedAsync(after, max, cancellationToken);

    public async ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.GetQuarantinedAsync(id, cancellationToken) is not { } entry)
            return false;
        var released = entry.Reason == QuarantineReasons.Forged
            ? await ReleaseForgedAsync(entry, cancellationToken)
            : await store.ReleaseQuarantinedAsync([new QuarantineRelease { Id = id }], cancellationToken) == 1;
        wake();
        return released;
    }

    public async ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken) =>
        await store.RejectQuarantinedAsync([id], cancellationToken) == 1;

    /// <summary>
    /// Releases an event whose sub alone was in doubt. Nobody has judged its date yet: dated ahead, it comes to the handlers as if it had just been taken, and
    /// those that keep such events from themselves do so.
    /// </summary>
    private async ValueTask<bool> ReleaseForgedAsync(QuarantinedEvent entry, CancellationToken cancellationToken)
    {
        var kept = entry.Event;
        var userId = UserOf(kept.UserId);
        var isFuture = ScoreEvent.TryParse(kept.Body.Span, out var parsed, out _) && EventClock.IsFuture(parsed.Timestamp, kept.ReceivedAt);
        if (isFuture && !await store.TryReserveAsync(kept.EventId, userId))
        {
            throw new QuarantineRefusedException(
                "This event is dated more than 5 minutes after its arrival, so it would be kept as 'future', and there is no room for that. "
                + "Release or reject some of those events, or raise MaxQuarantined or MaxQuarantinedPerUser, and release it again.");
        }
        var release = new QuarantineRelease { Id = entry.Id, UserId = userId, IsGenuine = !isFuture };
        var released = await store.ReleaseQuarantinedAsync([release], cancellationToken) == 1;
        if (isFuture)
            store.Appended(kept.EventId, kept.ReceivedAt);
        return released;
    }

    /// <summary>Whom a sub that no key had made when it came stands for now.</summary>
    private string UserOf(string sub)
    {
        if (subs.Protector is not { } protector)
            return sub;
        if (protector.TryUnprotect(sub, out var userId))
            return userId;
        return !SubProtector.IsProtectedForm(sub)
            ? sub
            : throw new QuarantineRefusedException(
                "The sub of this event has the form of a protected one, and none of SubKeys has made it: it would be handled under a user that does not exist. "
                + "If a key is missing, add it to SubKeys and release the event again; if it is forged, reject it.");
    }
}

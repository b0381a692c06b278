using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>The quarantine of the inbox, over any engine. What is released wakes the consumers of this node.</summary>
internal sealed class InboxQuarantineSource(IQuarantineStore store, SubReader subs, Action wake) : IQuarantineSource
{
    public string Prefix => "";

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after, int max, CancellationToken cancellationToken) =>
        store.ListQuarantinedAsync(after, max, cancellationToken);

    public async ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.GetQuarantinedAsync(id, cancellationToken) is not { } entry)
            return false;
        var userId = entry.Reason == QuarantineReasons.Forged ? UserOf(entry.Event.UserId) : null;
        var released = await store.ReleaseQuarantinedAsync([new QuarantineRelease { Id = id, UserId = userId }], cancellationToken) == 1;
        wake();
        return released;
    }

    public async ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken) => await store.RejectQuarantinedAsync([id], cancellationToken) == 1;

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

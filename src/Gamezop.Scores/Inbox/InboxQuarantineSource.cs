using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>The quarantine of the inbox, over any engine.</summary>
internal sealed class InboxQuarantineSource(IQuarantineStore store, ConsumerGroup consumers) : IQuarantineSource
{
    public string Prefix => "";

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after, int max, CancellationToken cancellationToken) => store.ListQuarantinedAsync(after, max, cancellationToken);

    public async ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        var released = await store.ReleaseQuarantinedAsync([id], cancellationToken) == 1;
        consumers.Wake();
        return released;
    }

    public async ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken) => await store.RejectQuarantinedAsync([id], cancellationToken) == 1;
}

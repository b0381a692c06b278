namespace Gamezop.Scores;

/// <summary>The operators' side of the quarantine, over any engine.</summary>
internal sealed class Quarantine(IQuarantineStore store, InboxWorker worker) : IQuarantine
{
    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after = null, int max = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1_000);
        return store.ListQuarantinedAsync(after, max, cancellationToken);
    }

    public async ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken = default)
    {
        var released = await store.ReleaseQuarantinedAsync([id], cancellationToken) == 1;
        worker.Wake();
        return released;
    }

    public async ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken = default) => await store.RejectQuarantinedAsync([id], cancellationToken) == 1;
}

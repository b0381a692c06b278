namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>A store of targets with a <see cref="FaultPoint"/> around every call that events make.</summary>
internal sealed class FaultyTargetStore(ITargetStore inner, FaultPoint fault) : ITargetStore
{
    public ValueTask<TargetStoreState> StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public ValueTask SaveTargetAsync(StoredTarget target, CancellationToken cancellationToken) => inner.SaveTargetAsync(target, cancellationToken);

    public ValueTask RemoveTargetAsync(string targetId, CancellationToken cancellationToken) => inner.RemoveTargetAsync(targetId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredProgress>> ReadAsync(IReadOnlyList<ProgressRead> reads, CancellationToken cancellationToken) =>
        fault.AroundAsync("Read", () => inner.ReadAsync(reads, cancellationToken));

    public ValueTask<StoredProgress?> ReadLatestAsync(string userId, string targetId, CancellationToken cancellationToken) => inner.ReadLatestAsync(userId, targetId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredProgress>> ReadUserAsync(string userId, CancellationToken cancellationToken) => inner.ReadUserAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredProgress>> ReadPlayAsync(PlayId play, CancellationToken cancellationToken) => fault.AroundAsync("ReadPlay", () => inner.ReadPlayAsync(play, cancellationToken));

    public ValueTask<IReadOnlyList<bool>> TakePlacesAsync(IReadOnlyList<PlaceRequest> requests, CancellationToken cancellationToken) =>
        fault.AroundAsync("TakePlaces", () => inner.TakePlacesAsync(requests, cancellationToken));

    public ValueTask<IReadOnlyList<ProgressWriteResult>> WriteAsync(IReadOnlyList<ProgressWrite> writes, CancellationToken cancellationToken) =>
        fault.AroundAsync("Write", () => inner.WriteAsync(writes, cancellationToken));

    public ValueTask SettleAsync(DateTimeOffset through, CancellationToken cancellationToken) => inner.SettleAsync(through, cancellationToken);

    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => inner.CleanAsync(max, cancellationToken);

    public ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken) =>
        inner.RemoveUncountedAsync(receivedBefore, max, cancellationToken);

    public ValueTask AddUncountedAsync(IReadOnlyList<UncountedEvent> events, CancellationToken cancellationToken) => inner.AddUncountedAsync(events, cancellationToken);

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(UncountedEvent? after, int max, CancellationToken cancellationToken) => inner.ReadUncountedAsync(after, max, cancellationToken);

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) => inner.EraseAsync(userId, cancellationToken);
}

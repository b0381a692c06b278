namespace Gamezop.Scores.Competitions;

/// <summary>Without a store for events none is kept.</summary>
internal sealed class NoLedger : IScoreLedger
{
    public bool KeepsEvents => false;

    public ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken) => new(DateTimeOffset.MaxValue);

    public IAsyncEnumerable<IReadOnlyList<ScoreContext>> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<IReadOnlyList<ScoreContext>>();

    public ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken) => default;
}

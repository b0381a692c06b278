namespace Gamezop.Scores.Competitions;

/// <summary>Without a store for events nothing waits: each is ranked before it is answered.</summary>
internal sealed class NoBacklog : IScoreBacklog
{
    public ValueTask<DateTimeOffset?> GetOldestWaitingAsync(CancellationToken cancellationToken) => new((DateTimeOffset?)null);
}

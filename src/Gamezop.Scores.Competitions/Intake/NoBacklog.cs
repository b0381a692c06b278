namespace Gamezop.Scores.Competitions;

/// <summary>Without a store for events nothing waits: each is ranked before it is answered, which takes a bounded time.</summary>
internal sealed class NoBacklog(TimeProvider time) : IScoreBacklog
{
    /// <summary>How long a call may be under way.</summary>
    public static readonly TimeSpan CallTime = TimeSpan.FromSeconds(30);

    public ValueTask<DateTimeOffset> GetHorizonAsync(CancellationToken cancellationToken) => new(time.GetUtcNow() - CallTime);
}

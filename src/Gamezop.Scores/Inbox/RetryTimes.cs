namespace Gamezop.Scores;

/// <summary>When a handler that failed is tried again.</summary>
internal sealed class RetryTimes(ScoreInboxOptions options, TimeProvider time)
{
    /// <summary>The moment after so many attempts; null when there have been enough.</summary>
    public DateTimeOffset? After(int attempts)
    {
        if (attempts >= options.MaxAttempts)
            return null;
        // As a number: doubled often enough, it is longer than a TimeSpan can be.
        var doubled = options.FirstRetryDelay.TotalMilliseconds * Math.Pow(2, attempts - 1);
        var delay = TimeSpan.FromMilliseconds(Math.Min(doubled, options.MaxRetryDelay.TotalMilliseconds));
#pragma warning disable CA5394 // Only to spread the load: what failed together shall not come back together.
        return time.GetUtcNow() + (delay * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}

namespace Gamezop.Scores;

/// <summary>When a handler that failed is tried again.</summary>
internal sealed class RetryTimes(ScoreInboxOptions options, TimeProvider time)
{
    /// <summary>The moment after so many attempts; null when there have been enough.</summary>
    public DateTimeOffset? After(int attempts)
    {
        if (attempts >= options.MaxAttempts)
            return null;
        var doubled = options.FirstRetryDelay * Math.Pow(2, Math.Min(attempts - 1, 40));
        var delay = doubled < options.MaxRetryDelay ? doubled : options.MaxRetryDelay;
#pragma warning disable CA5394 // Only to spread the load: what failed together shall not come back together.
        return time.GetUtcNow() + (delay * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}

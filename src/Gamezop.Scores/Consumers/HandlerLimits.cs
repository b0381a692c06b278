namespace Gamezop.Scores;

/// <summary>The limits of one handler: its own where it has them, else the inbox's.</summary>
internal sealed class HandlerLimits(HandlerSlot slot, ScoreInboxOptions options)
{
    public int Concurrency { get; } = slot.Options.Concurrency ?? options.Concurrency;

    public TimeSpan HandlerTimeout { get; } = slot.Options.HandlerTimeout ?? options.HandlerTimeout;

    public int MaxAttempts { get; } = slot.Options.MaxAttempts ?? options.MaxAttempts;

    public int BatchSize { get; } = options.BatchSize;

    /// <summary>How many calls that were given up may not have returned before the handler gets no further ones.</summary>
    public int MaxHanging => 8 * Concurrency;

    /// <summary>The delay before the next attempt; null when there have been enough.</summary>
    public TimeSpan? DelayAfter(int attempts)
    {
        if (attempts >= MaxAttempts)
            return null;
        // As a number: doubled often enough, it is longer than a TimeSpan can be.
        var doubled = options.FirstRetryDelay.TotalMilliseconds * Math.Pow(2, attempts - 1);
        var delay = TimeSpan.FromMilliseconds(Math.Min(doubled, options.MaxRetryDelay.TotalMilliseconds));
#pragma warning disable CA5394 // Only to spread the load: what failed together shall not come back together.
        return delay * (0.5 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
    }
}

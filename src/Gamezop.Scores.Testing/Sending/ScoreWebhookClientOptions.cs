namespace Gamezop.Scores.Testing;

/// <summary>How <see cref="ScoreWebhookClient"/> sends.</summary>
public sealed class ScoreWebhookClientOptions
{
    /// <summary>
    /// How many calls are under way at once; 8 unless set, at least 1. With 1 the order is kept; with more neighbours may overtake each
    /// other, as in reality.
    /// </summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// How often a call is tried until it is answered 200; 1 unless set, at least 1. Only 408, 429, 5xx and calls without an answer are
    /// tried again.
    /// </summary>
    public int MaxAttempts { get; set; } = 1;

    /// <summary>The wait before the second attempt, doubled for each further one; 200 ms unless set.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How fast <see cref="ScoreTraffic"/> is sent: 1 is when each call is due, 10 ten times as fast. Null unless set: as fast as the
    /// answers come.
    /// </summary>
    public double? Speed { get; set; }

    /// <summary>The clock for waits and latencies; the system's unless set.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}

namespace Gamezop.Scores.Competitions;

/// <summary>How rewards are paid: section <c>Gamezop:Rewards</c> of the configuration. Validated when the host starts.</summary>
public sealed class RewardsOptions
{
    /// <summary>After how many failed attempts a reward becomes a dead letter: 1 to 1,000; 20 unless set (four to eight hours with the delays' defaults).</summary>
    public int MaxAttempts { get; set; } = 20;

    /// <summary>The delay after the first failed attempt; it doubles with each one, and each is drawn between half and all of it. 1 millisecond to 1 day; 1 second unless set.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What delays grow to at most: 1 millisecond to 7 days; 1 hour unless set.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long <see cref="IRewardHandler.GrantAsync"/> may take: 100 milliseconds to 1 hour; 30 seconds unless set. Then its token is cancelled and the attempt has failed.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many rewards are paid at the same time: 1 to 1,024; 8 unless set.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>From how many dead letters on the health check is degraded: 1 to 1,000,000,000; 1 unless set.</summary>
    public int DegradedDeadLetters { get; set; } = 1;
}

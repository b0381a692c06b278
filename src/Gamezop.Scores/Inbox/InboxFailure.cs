namespace Gamezop.Scores;

/// <summary>A handler that failed on an event, and what is to become of it.</summary>
public sealed class InboxFailure
{
    /// <summary>Creates a failure.</summary>
    /// <param name="handler">The handler's name.</param>
    /// <param name="attempts">How many attempts were made by now; 0 puts the handler off without an attempt.</param>
    /// <param name="retryAt">When to try again; null to park it as a dead letter.</param>
    /// <param name="error">Why it failed.</param>
    public InboxFailure(string handler, int attempts, DateTimeOffset? retryAt, string error)
    {
        ArgumentException.ThrowIfNullOrEmpty(handler);
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfNegative(attempts);
        Handler = handler;
        Attempts = attempts;
        RetryAt = retryAt?.ToUniversalTime();
        Error = error;
    }

    /// <summary>The handler's name.</summary>
    public string Handler { get; }

    /// <summary>How many attempts were made by now; the next delivery's <see cref="InboxDelivery.Attempt"/> is one more.</summary>
    public int Attempts { get; }

    /// <summary>When to try again; null when it becomes a dead letter.</summary>
    public DateTimeOffset? RetryAt { get; }

    /// <summary>Why it failed, for the operator's eyes.</summary>
    public string Error { get; }
}

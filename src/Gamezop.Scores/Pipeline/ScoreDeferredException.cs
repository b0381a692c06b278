namespace Gamezop.Scores;

/// <summary>
/// Thrown by a handler that cannot handle an event for now, through no fault of the event: what it needs is missing. The event waits and comes again.
/// </summary>
/// <remarks>
/// With a store it uses no attempt: however often it is put off, it does not become a dead letter, and other handlers are not affected. Without one the call
/// is answered 503 with <c>Retry-After</c>, unless another handler failed for good: then it is 500. Anything else that a handler throws is a failure.
/// </remarks>
public class ScoreDeferredException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="retryAfter">When to come again, from now; 100 milliseconds to 1 hour. Null: 5 seconds.</param>
    /// <param name="eventIds">For a batch handler: the ids of the events that have to wait; all others of the batch are handled. Null: none
    /// of them is known to be.</param>
    public ScoreDeferredException(string message, TimeSpan? retryAfter = null, IReadOnlyCollection<string>? eventIds = null)
        : base(message)
    {
        RetryAfter = retryAfter ?? TimeSpan.FromSeconds(5);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryAfter, TimeSpan.FromMilliseconds(100), nameof(retryAfter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryAfter, TimeSpan.FromHours(1), nameof(retryAfter));
        EventIds = eventIds;
    }

    /// <summary>When to come again, from the moment it was thrown.</summary>
    public TimeSpan RetryAfter { get; }

    /// <summary>The ids of the events that have to wait, where only these do; else null.</summary>
    public IReadOnlyCollection<string>? EventIds { get; }

    /// <summary>Whether an event has to wait.</summary>
    internal bool Concerns(ScoreContext context) => EventIds?.Contains(context.EventId) ?? true;
}

namespace Gamezop.Scores;

/// <summary>An event on its way to its handlers. Each engine derives its own, with what it needs to find the delivery again.</summary>
public abstract class InboxDelivery
{
    /// <summary>Creates a delivery.</summary>
    /// <param name="inboxEvent">The event.</param>
    /// <param name="handler">The one handler it is for; null for all.</param>
    /// <param name="attempt">Which attempt this is, from 1.</param>
    protected InboxDelivery(InboxEvent inboxEvent, string? handler, int attempt)
    {
        ArgumentNullException.ThrowIfNull(inboxEvent);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        Event = inboxEvent;
        Handler = handler;
        Attempt = attempt;
    }

    /// <summary>The event.</summary>
    public InboxEvent Event { get; }

    /// <summary>The one handler it is for; null for all of them (the first delivery).</summary>
    public string? Handler { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; }
}

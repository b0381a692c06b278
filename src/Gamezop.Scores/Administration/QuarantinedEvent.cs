namespace Gamezop.Scores;

/// <summary>An event that is kept and not handled, because it does not look genuine.</summary>
public sealed class QuarantinedEvent
{
    /// <summary>The entry's own id, in a form of its source's.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Why it is here: <c>forged</c> means that its sub was not made by this application, <c>future</c> that it was dated after its
    /// arrival. Those of plausibility stand for a whole
    /// play: <c>implausible</c> for one that does not count, <c>marked</c> for one that does.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>
    /// What speaks against it, for operators to read: which rules it breaks, what was seen and what is allowed. Null where the reason says
    /// it all.
    /// </summary>
    public string? Evidence { get; init; }

    /// <summary>
    /// The one handler that keeps the event from itself, others have had it; null where it was kept from all of them. Another handler that keeps the same event
    /// has an entry of its own.
    /// </summary>
    public string? Handler { get; init; }

    /// <summary>The event as it would be handled if released; its user is only claimed.</summary>
    public required StoredEvent Event { get; init; }

    /// <summary>Whether it is kept because of a user: its sub is the user's id. For protected subs, ask for each of <see cref="IUserSubs.GetSubs"/>.</summary>
    /// <param name="userId">The user, or a sub of the user's.</param>
    /// <returns>Whether it goes when the user is erased.</returns>
    public bool Claims(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return Event.UserId == userId;
    }
}

namespace Gamezop.Scores.Storage;

/// <summary>An engine's side of <see cref="IQuarantine"/>. What <see cref="IEventLog"/> says of durability and errors holds here too.</summary>
public interface IQuarantineStore
{
    /// <summary>
    /// Keeps an event without delivering it; one that is kept already for the same reason and handler is not kept twice. One that is to be kept from all
    /// handlers is not kept when the log has it: it was accepted before. One that is to be kept from a single handler is not kept when the log does not have
    /// it: it was erased meanwhile.
    /// </summary>
    /// <remarks>Several handlers may keep the same event from themselves, each in an entry of its own. Such an event takes one place, not several.</remarks>
    /// <param name="storedEvent">The event; its user is only claimed. One whose <see cref="StoredEvent.ReceivedAt"/> is the default value
    /// gets the store's time.</param>
    /// <param name="reason">Why, e.g. <c>forged</c>.</param>
    /// <param name="handler">The one handler that it is kept from, where the event has been accepted and others handle it; null for all.</param>
    /// <param name="capacity">How many events are kept for this reason at most. Those of another reason take no place.</param>
    /// <param name="capacityPerUser">How many of them are of one user at most.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>False when it is to be kept, and there is no room for it.</returns>
    ValueTask<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken);

    /// <summary>Counts what is kept already beside an event that might be quarantined, and finds out whether that one is a repeat.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="userId">The user whom the event claims.</param>
    /// <param name="reason">Why it would be kept.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The figures of this moment.</returns>
    ValueTask<QuarantineCount> CountAsync(string eventId, string userId, string reason, CancellationToken cancellationToken);

    /// <summary>Counts what is kept. Called every second, so it must not read every event.</summary>
    /// <param name="capacityPerUser">From how many events of one reason on a user counts as full.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The figures of this moment.</returns>
    ValueTask<QuarantineUsage> GetUsageAsync(int capacityPerUser, CancellationToken cancellationToken);

    /// <summary>Reads quarantined events, the first kept first.</summary>
    /// <param name="after">The <see cref="QuarantinedEvent.Id"/> to go on after; null to begin. It need not exist any more.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>The entries.</returns>
    ValueTask<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync(string? after, int max, CancellationToken cancellationToken);

    /// <summary>Finds a quarantined event.</summary>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The entry; null when there is none.</returns>
    ValueTask<QuarantinedEvent?> GetQuarantinedAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the quarantine of events, in one step with what follows from it. One that was kept from all handlers is appended to the log.
    /// <see cref="StoredEvent.ReceivedAt"/> stays, and it is <see cref="StoredEvent.IsReleased"/> from now on, unless <see cref="QuarantineRelease.IsGenuine"/>
    /// is false; where the log has it already, nothing is delivered.
    /// One that a single handler kept from itself becomes a retry of that handler, due at once, and the event in the log is
    /// <see cref="StoredEvent.ReleasedFor"/> that handler from now on. For all others it is what it was: one that keeps it too has an entry of its own, which
    /// stays, and one whose entry was rejected, or that has not read the event yet, must not take it as released.
    /// </summary>
    /// <param name="releases">At least one; those that do not exist are passed over.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> ReleaseQuarantinedAsync(IReadOnlyList<QuarantineRelease> releases, CancellationToken cancellationToken);

    /// <summary>Removes quarantined events for good.</summary>
    /// <param name="ids">At least one id; those that do not exist are passed over.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}

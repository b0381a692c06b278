namespace Gamezop.Scores;

/// <summary>
/// The events that are kept and not handled because they do not look genuine, and the plays that are not plausible: for the publisher's
/// operators. From dependency injection,
/// when an inbox, or plausibility, is in use.
/// </summary>
public interface IQuarantine
{
    /// <summary>Reads quarantined events, the first kept first; those of one source after those of the other.</summary>
    /// <param name="after">The <see cref="QuarantinedEvent.Id"/> to go on after; null to begin.</param>
    /// <param name="max">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The entries; empty at the end.</returns>
    /// <exception cref="ScoreInboxException">The inbox cannot be used for now. So for all methods.</exception>
    ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has an event handled after all, under the user that it claims. A play counts from now on, as if it had never been here, while its
    /// window is open.
    /// </summary>
    /// <remarks>
    /// <para>An event that one handler keeps from itself (<see cref="QuarantinedEvent.Handler"/>) goes to that handler, and counts as released for that one
    /// alone (<see cref="ScoreContext.IsReleased"/>); others that keep it too get it when their own entries are released.</para>
    /// <para>The sub of a <c>forged</c> event is read again, with the <see cref="GamezopScoresOptions.SubKeys"/> of now: after a lost key was put back, the
    /// event is the user's own. One that is no protected sub at all is a plain id. If the event is dated more than 5 minutes after its arrival, competitions
    /// keep it as <c>future</c> then, as they do with any other; it has to be released from there as well.</para>
    /// </remarks>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>False when there is none of that id.</returns>
    /// <exception cref="QuarantineRefusedException">
    /// Its sub has the form of a protected one, and no key has made it; or it is dated ahead, and there is no room for another <c>future</c> event.
    /// </exception>
    ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes an event for good. A play never counts.</summary>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when there is none of that id.</returns>
    ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken = default);
}

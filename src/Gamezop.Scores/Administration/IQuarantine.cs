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
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entries; empty at the end.</returns>
    /// <exception cref="ScoreInboxException">The inbox cannot be used for now. So for all methods.</exception>
    ValueTask<IReadOnlyList<QuarantinedEvent>> ListAsync(string? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has an event handled after all, under the user that it claims. A play counts from now on, as if it had never been here, while its
    /// window is open.
    /// </summary>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is none of that id.</returns>
    ValueTask<bool> ReleaseAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes an event for good. A play never counts.</summary>
    /// <param name="id">Its <see cref="QuarantinedEvent.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is none of that id.</returns>
    ValueTask<bool> RejectAsync(string id, CancellationToken cancellationToken = default);
}

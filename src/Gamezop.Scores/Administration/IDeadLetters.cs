namespace Gamezop.Scores;

/// <summary>
/// The events that will not be tried again by themselves: for the publisher's operators. From dependency injection, when an inbox is in use.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Reads dead letters, the first parked first.</summary>
    /// <param name="after">The <see cref="DeadLetter.Id"/> to go on after; null to begin.</param>
    /// <param name="max">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The dead letters; empty at the end.</returns>
    /// <exception cref="ScoreInboxException">The inbox cannot be used for now. So for all methods.</exception>
    ValueTask<IReadOnlyList<DeadLetter>> ListAsync(string? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>Reads one dead letter.</summary>
    /// <param name="id">Its <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The dead letter; null when there is none of that id.</returns>
    ValueTask<DeadLetter?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tries one again: a handler's dead letter becomes a delivery to that handler, with attempts counted from 1; an unreadable body is
    /// read again by this version, and its event is then handled as if it had been accepted when it arrived.
    /// </summary>
    /// <param name="id">Its <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when there is none of that id, or when the body is still unreadable; it then stays.</returns>
    ValueTask<bool> ReplayAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Tries all again that are there now.</summary>
    /// <param name="handler">Only this handler's; null for all, unreadable bodies included.</param>
    /// <param name="cancellationToken">Gives up; what was replayed until then stays so.</param>
    /// <returns>How many were replayed.</returns>
    ValueTask<int> ReplayAllAsync(string? handler = null, CancellationToken cancellationToken = default);

    /// <summary>Removes one for good. The event of a handler's dead letter stays in the ledger.</summary>
    /// <param name="id">Its <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when there is none of that id.</returns>
    ValueTask<bool> DiscardAsync(string id, CancellationToken cancellationToken = default);
}

namespace Gamezop.Scores.Storage;

/// <summary>An engine's side of <see cref="IDeadLetters"/>. What <see cref="IEventLog"/> says of durability and errors holds here too.</summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Keeps a body that could not be read, under the store's time as its time of arrival; one that is kept already (by its id) is not kept
    /// twice.
    /// </summary>
    /// <param name="eventId">32 hex digits made of the body's hash.</param>
    /// <param name="body">The body as posted.</param>
    /// <param name="error">Why it could not be read.</param>
    /// <param name="source">The <see cref="StoredEvent.Source"/> of the call that brought it.</param>
    /// <param name="capacity">How many unreadable bodies are kept at most.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>False when as many are kept already.</returns>
    ValueTask<bool> AddUnreadableAsync(
        string eventId, ReadOnlyMemory<byte> body, string error, string? source, int capacity, CancellationToken cancellationToken);

    /// <summary>Counts the unreadable bodies that are kept.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many there are.</returns>
    ValueTask<long> CountUnreadableAsync(CancellationToken cancellationToken);

    /// <summary>Reads dead letters, the first parked first.</summary>
    /// <param name="after">The <see cref="DeadLetter.Id"/> to go on after; null to begin. It need not exist any more.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>The dead letters.</returns>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string? after, int max, CancellationToken cancellationToken);

    /// <summary>Reads one dead letter.</summary>
    /// <param name="id">Its <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>The dead letter; null when there is none of that id.</returns>
    ValueTask<DeadLetter?> GetDeadLetterAsync(string id, CancellationToken cancellationToken);

    /// <summary>Turns handlers' dead letters into retries that are due at once, of which no attempt has failed. Unreadable bodies are left alone.</summary>
    /// <param name="ids">At least one id; those that do not exist are passed over.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> ReplayDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Removes dead letters for good. The events of handlers' dead letters stay in the log.</summary>
    /// <param name="ids">At least one id; those that do not exist are passed over.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> DiscardDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}

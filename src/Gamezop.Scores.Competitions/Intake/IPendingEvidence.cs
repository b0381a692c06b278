namespace Gamezop.Scores.Competitions;

/// <summary>What events have added to the evidence on plays that count as before: it is kept beside what the events change in competitions.</summary>
internal interface IPendingEvidence
{
    /// <summary>Keeps it, in the same transaction as other writes where the store can. Its events are not handled before that.</summary>
    /// <param name="others">Ends when the other writes have.</param>
    /// <param name="cancellationToken">Cancels the wait; the operation itself may still complete.</param>
    ValueTask KeepAsync(Task others, CancellationToken cancellationToken);
}

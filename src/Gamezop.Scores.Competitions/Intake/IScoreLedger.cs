namespace Gamezop.Scores.Competitions;

/// <summary>The events that are kept after they have been handled.</summary>
internal interface IScoreLedger
{
    /// <summary>How long events are kept; null where there is no ledger.</summary>
    TimeSpan? Retention { get; }

    /// <summary>Reads all kept events in order of arrival, batch by batch; also those that arrive while it is read.</summary>
    IAsyncEnumerable<IReadOnlyList<ScoreContext>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes a user's events.</summary>
    ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken);
}

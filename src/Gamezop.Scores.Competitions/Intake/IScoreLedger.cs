namespace Gamezop.Scores.Competitions;

/// <summary>The events that are kept after they have been handled.</summary>
internal interface IScoreLedger
{
    /// <summary>Whether events are kept at all.</summary>
    bool KeepsEvents { get; }

    /// <summary>From when on all received events are kept, other than those of erased users; <see cref="DateTimeOffset.MaxValue"/> where none are.</summary>
    ValueTask<DateTimeOffset> GetKeptFromAsync(CancellationToken cancellationToken);

    /// <summary>Reads all kept events in order of arrival, batch by batch; also those that arrive while it is read.</summary>
    IAsyncEnumerable<IReadOnlyList<ScoreContext>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes a user's events, and those that are kept under one of the user's subs.</summary>
    ValueTask EraseUserAsync(string userId, CancellationToken cancellationToken);
}

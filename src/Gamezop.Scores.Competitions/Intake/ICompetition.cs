namespace Gamezop.Scores.Competitions;

/// <summary>One kind of competition, as events come to it.</summary>
internal interface ICompetition
{
    /// <summary>Ends when its state has been read from the store: until then events wait.</summary>
    Task Ready { get; }

    /// <summary>Takes events in, in order of arrival. The same ones may come again, alone or with others: that changes nothing.</summary>
    ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken);

    /// <summary>
    /// Does what it means that plays have gone into quarantine or come out of it. May be repeated. Comes before the events that have changed the verdict; events of those plays may
    /// have been folded in under the old one.
    /// </summary>
    ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken);
}

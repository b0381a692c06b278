namespace Gamezop.Scores.Competitions;

/// <summary>Says which plays do not count, before competitions get their events.</summary>
internal interface IPlayJudge
{
    /// <summary>Ends when it is known again which plays do not count: before that nothing may be ranked.</summary>
    Task Loaded { get; }

    /// <summary>Ends when every competition has been told of them as well: before that nothing may be closed, and no event is taken.</summary>
    Task Ready { get; }

    /// <summary>
    /// Judges the plays that events are of, and tells competitions of those that begin or cease to count. The same events may come again,
    /// alone or with others: that changes nothing.
    /// </summary>
    /// <returns>What remains to be kept together with what the events change; null for nothing.</returns>
    ValueTask<IPendingEvidence?> JudgeAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken);
}

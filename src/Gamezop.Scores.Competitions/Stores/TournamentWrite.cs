namespace Gamezop.Scores.Competitions;

/// <summary>One atomic step of tournaments. What is left out does not change.</summary>
public sealed record TournamentWrite
{
    /// <summary>A tournament that is new or has changed.</summary>
    public StoredTournament? Tournament { get; init; }

    /// <summary>Occurrences that are new or have changed.</summary>
    public IReadOnlyList<StoredOccurrence> Occurrences { get; init; } = [];

    /// <summary>The ids of occurrences to remove, with who joined them.</summary>
    public IReadOnlyList<string> RemovedOccurrences { get; init; } = [];

    /// <summary>The id of a tournament to remove; its occurrences are named in <see cref="RemovedOccurrences"/>.</summary>
    public string? RemovedTournament { get; init; }

    /// <summary>What is recorded of it.</summary>
    public TournamentAction? Action { get; init; }
}

namespace Gamezop.Scores.Competitions;

/// <summary>An occurrence of a tournament, as it stands.</summary>
public sealed record TournamentInfo
{
    /// <summary>The occurrence's id: the tournament's own where it takes place once, else with the start as it was scheduled, e.g. <c>cup@20261123T120000Z</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The tournament's id.</summary>
    public required string TournamentId { get; init; }

    /// <summary>What players see.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required TournamentStatus Status { get; init; }

    /// <summary>The first instant inside, in UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The first instant after it, in UTC.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>How many take part: who has joined, where that is required, else who has a place; of a finished one, who had a place in the end.</summary>
    public required int Players { get; init; }

    /// <summary>Whether an operator keeps it from being settled.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>The definition under which it takes place.</summary>
    public required TournamentDefinition Definition { get; init; }
}

namespace Gamezop.Scores.Competitions;

/// <summary>A part of a ranking.</summary>
public sealed record LeaderboardPage
{
    /// <summary>The board's id.</summary>
    public required string LeaderboardId { get; init; }

    /// <summary>The window.</summary>
    public required LeaderboardWindowInfo Window { get; init; }

    /// <summary>The partition, or null for everybody's ranking.</summary>
    public string? Partition { get; init; }

    /// <summary>Which scores are better.</summary>
    public required LeaderboardOrder Order { get; init; }

    /// <summary>How many are ranked; in a closed window, how many were ranked when it closed.</summary>
    public required int Total { get; init; }

    /// <summary>The places in order. In a closed window those of users who were banned or erased since are missing.</summary>
    public required IReadOnlyList<LeaderboardEntry> Entries { get; init; }
}

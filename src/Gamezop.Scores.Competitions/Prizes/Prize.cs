namespace Gamezop.Scores.Competitions;

/// <summary>What can be won in a tournament, and by whom: every condition that is set must hold. One without any goes to every player with an entry.</summary>
public sealed class Prize
{
    /// <summary>The first shown rank that gets it, at least 1. Default: from the first on.</summary>
    public int? FromRank { get; init; }

    /// <summary>The last shown rank that gets it, at least <see cref="FromRank"/>. Default: down to the last.</summary>
    public int? ToRank { get; init; }

    /// <summary>Only for the best so many percent of the players with an entry, rounded down and at least one: more than 0, up to 100. Default: all.</summary>
    public double? TopPercent { get; init; }

    /// <summary>Only for this score or a better one. Default: any.</summary>
    public double? MinScore { get; init; }

    /// <summary>What is won.</summary>
    public required Reward Reward { get; init; }
}

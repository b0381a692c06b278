namespace Gamezop.Scores;

/// <summary>One of a game's leaderboards, as Gamezop's leaderboards metadata describes it.</summary>
public sealed class GamezopLeaderboard
{
    /// <summary>The id that scores carry in <see cref="ScoreEvent.LeaderboardId"/>, e.g. <c>NyM_JGWcx_default</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Its description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What its scores are, e.g. <c>number</c>, as Gamezop writes it; null when it isn't told.</summary>
    public string? ScoreType { get; init; }

    /// <summary>Which score is the better one.</summary>
    public GamezopSortingOrder SortingOrder { get; init; }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Where a score would be in a ranking if somebody made it now.</summary>
public sealed record LeaderboardRank
{
    /// <summary>The window.</summary>
    public required LeaderboardWindowInfo Window { get; init; }

    /// <summary>The score that was asked for.</summary>
    public required double Score { get; init; }

    /// <summary>The number that would be shown, from 1. With <see cref="LeaderboardRanking.Ordinal"/> after all who have the score already.</summary>
    public required int Rank { get; init; }

    /// <summary>How many have a better score.</summary>
    public required int Better { get; init; }

    /// <summary>How many are ranked.</summary>
    public required int Total { get; init; }
}

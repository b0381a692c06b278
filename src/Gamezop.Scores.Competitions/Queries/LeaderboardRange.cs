namespace Gamezop.Scores.Competitions;

/// <summary>The places between two scores, or some of them.</summary>
public sealed record LeaderboardRange
{
    /// <summary>The places that were asked for, with their ranks among everybody; <see cref="LeaderboardPage.Total"/> is how many are ranked in all.</summary>
    public required LeaderboardPage Page { get; init; }

    /// <summary>How many places there are between the two scores; in a closed window with those of users who were banned or erased since.</summary>
    public required int Count { get; init; }
}

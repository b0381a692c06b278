namespace Gamezop.Scores.Competitions;

/// <summary>A user's place, and who is around.</summary>
public sealed record LeaderboardPlace
{
    /// <summary>The window.</summary>
    public required LeaderboardWindowInfo Window { get; init; }

    /// <summary>The user's own place.</summary>
    public required LeaderboardEntry Entry { get; init; }

    /// <summary>How many are ranked.</summary>
    public required int Total { get; init; }

    /// <summary>How many percent of those ranked have no better score than this user, the user included: 100 for who leads, above 0 for the last.</summary>
    public required double Percentile { get; init; }

    /// <summary>Those just ahead, the user, those just behind, in order.</summary>
    public required IReadOnlyList<LeaderboardEntry> Neighbours { get; init; }
}

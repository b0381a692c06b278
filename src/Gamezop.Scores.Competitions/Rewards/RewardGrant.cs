namespace Gamezop.Scores.Competitions;

/// <summary>A reward that a user has earned.</summary>
public sealed record RewardGrant
{
    /// <summary>The same however often it is handed out, and never another's: what a payment is made idempotent by. At most 256 characters.</summary>
    public required string Key { get; init; }

    /// <summary>Who has earned it.</summary>
    public required string UserId { get; init; }

    /// <summary>What it was earned in.</summary>
    public required RewardSource Source { get; init; }

    /// <summary>The target's id, or the tournament's occurrence.</summary>
    public required string SourceId { get; init; }

    /// <summary>The target's period: <c>all</c>, the key of a day, week or month, or the play's id where every play counts; of a tournament the occurrence.</summary>
    public required string Period { get; init; }

    /// <summary>What was earned.</summary>
    public required Reward Reward { get; init; }

    /// <summary>The shown rank that won a prize; null for a target.</summary>
    public int? Rank { get; init; }

    /// <summary>The play that reached the goal or gave the entry its score; null where several did.</summary>
    public string? GamePlayId { get; init; }

    /// <summary>When it was earned: the time of the event that reached the goal, as it was processed, or of the settlement.</summary>
    public required DateTimeOffset EarnedAt { get; init; }
}

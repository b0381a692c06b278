namespace Gamezop.Scores.Competitions;

/// <summary>A reward as a store keeps it.</summary>
public sealed record StoredReward
{
    /// <summary>Who gets what for what. Never changes; its key is the row's.</summary>
    public required RewardGrant Grant { get; init; }

    /// <summary>How far it has come.</summary>
    public required RewardStatus Status { get; init; }

    /// <summary>Goes up with every write; 0 for a reward that is being added.</summary>
    public long Version { get; init; }

    /// <summary>Whether the user has to claim it.</summary>
    public bool MustClaim { get; init; }

    /// <summary>Whether the user has claimed it.</summary>
    public bool IsClaimed { get; init; }

    /// <summary>How long the user may claim it; null for ever.</summary>
    public TimeSpan? ClaimWithin { get; init; }

    /// <summary>Whether it is withheld, or marked for clawback, since the goal is not reached without plays that are in quarantine. A ban is another matter, and may come on top.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>Until when the user may claim it; null for ever.</summary>
    public DateTimeOffset? ClaimBy { get; init; }

    /// <summary>When there is next something to be done about it: an attempt, or its expiry; null for never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether an attempt is under way. <see cref="DueAt"/> then is when it counts as lost.</summary>
    public bool IsLeased { get; init; }

    /// <summary>How many attempts were begun since it was earned or replayed.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last attempt failed; null when none has.</summary>
    public string? Error { get; init; }

    /// <summary>When <see cref="Status"/> last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who took it back and why, as the operator wrote it; while it is suspect, that it is. Otherwise null.</summary>
    public string? Note { get; init; }
}

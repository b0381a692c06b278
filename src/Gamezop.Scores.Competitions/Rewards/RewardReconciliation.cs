namespace Gamezop.Scores.Competitions;

/// <summary>What became of the rewards of one kind that were earned on one day. <see cref="Granted"/> is the sum of all the others.</summary>
public sealed record RewardReconciliation
{
    /// <summary>The day in UTC, by <see cref="RewardGrant.EarnedAt"/>.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>How many rewards.</summary>
    public int Rewards { get; init; }

    /// <summary>How much was earned.</summary>
    public decimal Granted { get; init; }

    /// <summary>How much is still to be paid: owed, claimable, or a dead letter.</summary>
    public decimal Owed { get; init; }

    /// <summary>How much is withheld, since its users are banned or it was earned by plays in quarantine.</summary>
    public decimal Withheld { get; init; }

    /// <summary>How much is paid.</summary>
    public decimal Paid { get; init; }

    /// <summary>How much was not claimed in time.</summary>
    public decimal Expired { get; init; }

    /// <summary>How much was taken back before it was paid.</summary>
    public decimal Withdrawn { get; init; }

    /// <summary>How much is to be got back.</summary>
    public decimal ClawbackDue { get; init; }

    /// <summary>How much the publisher has got back or given up.</summary>
    public decimal ClawedBack { get; init; }
}

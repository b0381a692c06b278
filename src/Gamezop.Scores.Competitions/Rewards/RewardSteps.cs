namespace Gamezop.Scores.Competitions;

/// <summary>The steps of a reward, each from what is kept to what is to be kept; null where a step does not apply.</summary>
internal static class RewardSteps
{
    public static StoredReward Earn(RewardGrant grant, RewardTerms terms, bool banned, DateTimeOffset now)
    {
        var earned = new StoredReward { Grant = grant, Status = RewardStatus.Withheld, MustClaim = terms.MustClaim, ClaimWithin = terms.ClaimWithin, ChangedAt = now };
        return banned ? earned : Release(earned, now)!;
    }

    public static StoredReward? Withhold(StoredReward reward, DateTimeOffset now) => reward.Status is RewardStatus.Owed or RewardStatus.Claimable
        ? reward with { Status = RewardStatus.Withheld, DueAt = null, ClaimBy = null, ChangedAt = now }
        : null;

    // The time to claim begins when the user can claim.
    public static StoredReward? Release(StoredReward reward, DateTimeOffset now)
    {
        if (reward.Status != RewardStatus.Withheld)
            return null;
        if (!reward.MustClaim || reward.IsClaimed)
            return reward with { Status = RewardStatus.Owed, DueAt = now, IsLeased = false, ChangedAt = now };
        DateTimeOffset? claimBy = reward.ClaimWithin is { } within && within < DateTimeOffset.MaxValue - now ? now + within : null;
        return reward with { Status = RewardStatus.Claimable, DueAt = claimBy, ClaimBy = claimBy, ChangedAt = now };
    }

    public static StoredReward? Claim(StoredReward reward, DateTimeOffset now) => reward.Status == RewardStatus.Claimable
        ? reward with { Status = RewardStatus.Owed, IsClaimed = true, DueAt = now, ChangedAt = now }
        : null;

    public static StoredReward? Expire(StoredReward reward, DateTimeOffset now) => reward.Status == RewardStatus.Claimable && reward.ClaimBy <= now
        ? reward with { Status = RewardStatus.Expired, DueAt = null, ChangedAt = now }
        : null;

    public static StoredReward? Begin(StoredReward reward, DateTimeOffset now, TimeSpan lease) => reward.Status == RewardStatus.Owed && reward.DueAt <= now
        ? reward with { Attempts = reward.Attempts + 1, IsLeased = true, DueAt = now + lease }
        : null;

    /// <summary>An attempt has succeeded. Whatever has become of the reward meanwhile, it is paid now.</summary>
    public static StoredReward? Succeed(StoredReward reward, DateTimeOffset now) => reward.Status switch
    {
        RewardStatus.Paid or RewardStatus.ClawedBack => null,
        RewardStatus.Withdrawn or RewardStatus.ClawbackDue => reward with { Status = RewardStatus.ClawbackDue, DueAt = null, IsLeased = false, ChangedAt = now },
        _ => reward with { Status = RewardStatus.Paid, DueAt = null, IsLeased = false, Error = null, ChangedAt = now },
    };

    /// <summary>An attempt has failed.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="attempt">Which attempt: when another one has begun meanwhile, this one no longer matters.</param>
    /// <param name="error">Why.</param>
    /// <param name="retryAt">When to try again; null for never.</param>
    /// <param name="now">The time.</param>
    public static StoredReward? Fail(StoredReward reward, int attempt, string error, DateTimeOffset? retryAt, DateTimeOffset now)
    {
        if (!reward.IsLeased || reward.Attempts != attempt)
            return null;
        StoredReward failed = reward with { Error = error, IsLeased = false };
        return reward.Status switch
        {
            RewardStatus.Owed when retryAt is { } at => failed with { DueAt = at },
            RewardStatus.Owed => failed with { Status = RewardStatus.DeadLetter, DueAt = null, ChangedAt = now },
            // It was taken back while it was being paid, and now it is known that it was not.
            RewardStatus.ClawbackDue => failed with { Status = RewardStatus.Withdrawn, ChangedAt = now },
            _ => failed,
        };
    }

    /// <summary>The host stops in the middle of an attempt: it does not count.</summary>
    public static StoredReward? GiveBack(StoredReward reward, int attempt, DateTimeOffset now)
    {
        if (!reward.IsLeased || reward.Attempts != attempt)
            return null;
        return reward.Status == RewardStatus.Owed ? reward with { Attempts = attempt - 1, IsLeased = false, DueAt = now } : reward with { IsLeased = false };
    }

    public static StoredReward? Replay(StoredReward reward, DateTimeOffset now) => reward.Status == RewardStatus.DeadLetter
        ? reward with { Status = RewardStatus.Owed, Attempts = 0, DueAt = now, ChangedAt = now }
        : null;

    /// <summary>Takes a reward back. One that is being paid right now counts as paid until it is known not to be.</summary>
    public static StoredReward? Withdraw(StoredReward reward, string? note, DateTimeOffset now) => reward.Status switch
    {
        RewardStatus.Paid => reward with { Status = RewardStatus.ClawbackDue, Note = note, ChangedAt = now },
        RewardStatus.Owed or RewardStatus.Withheld when reward.IsLeased => reward with { Status = RewardStatus.ClawbackDue, DueAt = null, Note = note, ChangedAt = now },
        RewardStatus.Owed or RewardStatus.Withheld or RewardStatus.Claimable or RewardStatus.DeadLetter =>
            reward with { Status = RewardStatus.Withdrawn, DueAt = null, Note = note, ChangedAt = now },
        _ => null,
    };

    public static StoredReward? ClawBack(StoredReward reward, string note, DateTimeOffset now) => reward.Status == RewardStatus.ClawbackDue
        ? reward with { Status = RewardStatus.ClawedBack, IsLeased = false, Note = note, ChangedAt = now }
        : null;
}

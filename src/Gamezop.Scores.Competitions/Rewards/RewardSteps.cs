namespace Gamezop.Scores.Competitions;

/// <summary>The steps of a reward, each from what is kept to what is to be kept; null where a step does not apply.</summary>
internal static class RewardSteps
{
    /// <summary>What is kept as the note of a reward while it is suspect.</summary>
    private const string SuspectNote = "Plausibility: the goal is not reached without plays that are in quarantine.";

    public static StoredReward Earn(RewardGrant grant, RewardTerms terms, bool suspect, bool banned, DateTimeOffset now)
    {
        var earned = new StoredReward { Grant = grant, Status = RewardStatus.Withheld, MustClaim = terms.MustClaim, ClaimWithin = terms.ClaimWithin, ChangedAt = now };
        return suspect ? Suspect(earned, now)! : banned ? earned : Release(earned, now)!;
    }

    public static StoredReward? Withhold(StoredReward reward, DateTimeOffset now) => reward.Status is RewardStatus.Owed or RewardStatus.Claimable
        ? reward with { Status = RewardStatus.Withheld, DueAt = null, ClaimBy = null, ChangedAt = now }
        : null;

    /// <summary>
    /// The plays by which it was earned are in quarantine: before it is paid it is withheld, afterwards it is marked for clawback. What operators have taken back,
    /// and what was not claimed in time, stays as it is.
    /// </summary>
    public static StoredReward? Suspect(StoredReward reward, DateTimeOffset now)
    {
        if (reward.IsSuspect)
            return null;
        StoredReward suspect = reward with { IsSuspect = true, Note = SuspectNote, ChangedAt = now };
        return reward.Status switch
        {
            RewardStatus.Paid => suspect with { Status = RewardStatus.ClawbackDue },
            // It counts as paid until it is known not to be. The lease goes on: should the suspicion end first, the attempt is still under way.
            RewardStatus.Owed or RewardStatus.Withheld when reward.IsLeased => suspect with { Status = RewardStatus.ClawbackDue },
            RewardStatus.Owed or RewardStatus.Withheld or RewardStatus.Claimable or RewardStatus.DeadLetter => suspect with { Status = RewardStatus.Withheld, DueAt = null, ClaimBy = null },
            _ => null,
        };
    }

    /// <summary>The goal is reached without plays in quarantine: what was withheld goes on, and what was marked for clawback counts as paid.</summary>
    public static StoredReward? Trust(StoredReward reward, bool banned, DateTimeOffset now)
    {
        if (!reward.IsSuspect)
            return null;
        StoredReward trusted = reward with { IsSuspect = false, Note = null };
        if (reward.Status == RewardStatus.Withheld)
            return banned ? trusted : Release(trusted, now);
        if (!reward.IsLeased)
            return trusted with { Status = RewardStatus.Paid, DueAt = null, ChangedAt = now };
        // What became of the attempt is not known: it is still under way, or was cut off. Then it is made again, under the same key.
        return banned ? trusted with { Status = RewardStatus.Withheld, DueAt = null, ChangedAt = now } : trusted with { Status = RewardStatus.Owed, DueAt = reward.DueAt ?? now, ChangedAt = now };
    }

    /// <summary>Nothing keeps it back any more: no ban, no suspicion. The time to claim begins when the user can claim.</summary>
    public static StoredReward? Release(StoredReward reward, DateTimeOffset now)
    {
        if (reward.Status != RewardStatus.Withheld || reward.IsSuspect)
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
        // It was suspected after the attempt had counted as lost.
        _ when reward.IsSuspect => reward with { Status = RewardStatus.ClawbackDue, DueAt = null, IsLeased = false, ChangedAt = now },
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
            RewardStatus.ClawbackDue => Unpaid(failed, now),
            _ => failed,
        };
    }

    /// <summary>An attempt was not made after all: it does not count.</summary>
    public static StoredReward? GiveBack(StoredReward reward, int attempt, DateTimeOffset now)
    {
        if (!reward.IsLeased || reward.Attempts != attempt)
            return null;
        StoredReward free = reward with { Attempts = attempt - 1, IsLeased = false };
        return reward.Status switch
        {
            RewardStatus.Owed => free with { DueAt = now },
            RewardStatus.ClawbackDue => Unpaid(free, now),
            _ => free,
        };
    }

    /// <summary>The host stops in the middle of an attempt. What is still owed is handed out again; of what was taken back meanwhile nobody knows whether it was paid.</summary>
    public static StoredReward? BreakOff(StoredReward reward, int attempt, DateTimeOffset now)
    {
        if (reward.Status == RewardStatus.ClawbackDue && reward.IsLeased && reward.Attempts == attempt)
            return reward.IsSuspect ? null : reward with { IsLeased = false };
        return GiveBack(reward, attempt, now);
    }

    public static StoredReward? Replay(StoredReward reward, DateTimeOffset now) => reward.Status == RewardStatus.DeadLetter
        ? reward with { Status = RewardStatus.Owed, Attempts = 0, DueAt = now, ChangedAt = now }
        : null;

    /// <summary>Takes a reward back. One that is being paid right now counts as paid until it is known not to be.</summary>
    public static StoredReward? Withdraw(StoredReward reward, string? note, DateTimeOffset now) => reward.Status switch
    {
        RewardStatus.Paid => reward with { Status = RewardStatus.ClawbackDue, Note = note, ChangedAt = now },
        // From now on it stays taken back, whatever becomes of the suspicion.
        RewardStatus.ClawbackDue when reward.IsSuspect => reward with { IsSuspect = false, DueAt = null, Note = note, ChangedAt = now },
        RewardStatus.Owed or RewardStatus.Withheld when reward.IsLeased => reward with { Status = RewardStatus.ClawbackDue, DueAt = null, Note = note, ChangedAt = now },
        RewardStatus.Owed or RewardStatus.Withheld or RewardStatus.Claimable or RewardStatus.DeadLetter =>
            reward with { Status = RewardStatus.Withdrawn, IsSuspect = false, DueAt = null, Note = note, ChangedAt = now },
        _ => null,
    };

    public static StoredReward? ClawBack(StoredReward reward, string note, DateTimeOffset now) => reward.Status == RewardStatus.ClawbackDue
        ? reward with { Status = RewardStatus.ClawedBack, IsSuspect = false, IsLeased = false, DueAt = null, Note = note, ChangedAt = now }
        : null;

    // It was taken back or suspected while it was being paid, and now it is known that it was not.
    private static StoredReward Unpaid(StoredReward reward, DateTimeOffset now) =>
        reward with { Status = reward.IsSuspect ? RewardStatus.Withheld : RewardStatus.Withdrawn, DueAt = null, ChangedAt = now };
}

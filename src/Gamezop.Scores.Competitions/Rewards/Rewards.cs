namespace Gamezop.Scores.Competitions;

/// <summary>Answers queries about rewards and does what users and operators ask for.</summary>
internal sealed class Rewards(IRewardStore store, RewardBook book, BannedUsers banned, TimeProvider time) : IRewards
{
    private const int MostAtOnce = 1_000;

    public async ValueTask<IReadOnlyList<UserReward>> ListAsync(string userId, UserReward? after, int max, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return await ListAsync(new StoredRewardFilter(UserId: userId), after, max, cancellationToken);
    }

    public ValueTask<IReadOnlyList<UserReward>> ListByStatusAsync(RewardStatus status, UserReward? after, int max, CancellationToken cancellationToken) =>
        ListAsync(new StoredRewardFilter(Status: status), after, max, cancellationToken);

    public async ValueTask<UserReward?> GetAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        book.CheckReady();
        return await store.FindAsync([key], cancellationToken) is [var reward] ? Shown(reward) : null;
    }

    public async ValueTask<RewardClaim> ClaimAsync(string userId, string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentException.ThrowIfNullOrEmpty(key);
        book.CheckReady();
        DateTimeOffset now = time.GetUtcNow();
        if (await book.ChangeAsync(key, Step, cancellationToken) is not { } claimed || claimed.Reward.Grant.UserId != userId)
            return RewardClaim.NotFound;
        if (claimed is { Changed: true, Reward.Status: RewardStatus.Owed })
            book.Wake();
        return claimed.Reward.Status switch
        {
            RewardStatus.Expired => RewardClaim.Expired,
            RewardStatus.Withdrawn or RewardStatus.ClawbackDue or RewardStatus.ClawedBack => RewardClaim.Withdrawn,
            RewardStatus.Claimable or RewardStatus.Withheld => RewardClaim.Withheld,
            _ => RewardClaim.Claimed,
        };

        StoredReward? Step(StoredReward reward) => reward.Grant.UserId != userId || banned.Contains(userId) ? null : RewardSteps.Expire(reward, now) ?? RewardSteps.Claim(reward, now);
    }

    public async ValueTask<bool> ReplayAsync(string key, CancellationToken cancellationToken)
    {
        bool replayed = await ChangeAsync(key, reward => RewardSteps.Replay(reward, time.GetUtcNow()), cancellationToken);
        book.Wake();
        return replayed;
    }

    public async ValueTask<int> ReplayAllAsync(CancellationToken cancellationToken)
    {
        book.CheckReady();
        int count = 0;
        await foreach (StoredReward reward in book.ReadAllAsync(new StoredRewardFilter(Status: RewardStatus.DeadLetter), cancellationToken))
            if (await ReplayAsync(reward.Grant.Key, cancellationToken))
                count++;
        return count;
    }

    public ValueTask<bool> WithdrawAsync(string key, string actor, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(key, reward => RewardSteps.Withdraw(reward, Note(actor, reason), time.GetUtcNow()), cancellationToken);

    public async ValueTask<int> WithdrawAllAsync(string userId, string? sourceId, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        book.CheckReady();
        return await book.WithdrawAsync(userId, sourceId, Note(actor, reason), cancellationToken);
    }

    public ValueTask<bool> ConfirmClawbackAsync(string key, string actor, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(key, reward => RewardSteps.ClawBack(reward, Note(actor, reason), time.GetUtcNow()), cancellationToken);

    public async ValueTask<IReadOnlyList<RewardReconciliation>> ReconcileAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        book.CheckReady();
        var sums = new SortedDictionary<(DateOnly Day, string Kind), RewardReconciliation>(Comparer<(DateOnly Day, string Kind)>.Create(static (a, b) =>
            a.Day.CompareTo(b.Day) is not 0 and var order ? order : string.CompareOrdinal(a.Kind, b.Kind)));
        DateTimeOffset end = to == DateOnly.MaxValue ? DateTimeOffset.MaxValue : Start(to.AddDays(1));
        await foreach (StoredReward reward in book.ReadAllAsync(new StoredRewardFilter(From: Start(from), To: end), cancellationToken))
        {
            (DateOnly Day, string Kind) row = (DateOnly.FromDateTime(reward.Grant.EarnedAt.UtcDateTime), reward.Grant.Reward.Kind);
            sums[row] = Add(sums.GetValueOrDefault(row) ?? new RewardReconciliation { Day = row.Day, Kind = row.Kind }, Shown(reward).Status, reward.Grant.Reward.Amount);
        }

        return [.. sums.Values];

        static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
    }

    public async ValueTask ExportAsync(Stream destination, RewardExportFormat format, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await RewardExport.WriteAsync(destination, format, await ReconcileAsync(from, to, cancellationToken), cancellationToken);
    }

    private static string Note(string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentNullException.ThrowIfNull(reason);
        return $"{actor}: {reason}";
    }

    private static RewardReconciliation Add(RewardReconciliation row, RewardStatus status, decimal amount)
    {
        RewardReconciliation sum = row with { Rewards = row.Rewards + 1, Granted = row.Granted + amount };
        return status switch
        {
            RewardStatus.Withheld => sum with { Withheld = row.Withheld + amount },
            RewardStatus.Paid => sum with { Paid = row.Paid + amount },
            RewardStatus.Expired => sum with { Expired = row.Expired + amount },
            RewardStatus.Withdrawn => sum with { Withdrawn = row.Withdrawn + amount },
            RewardStatus.ClawbackDue => sum with { ClawbackDue = row.ClawbackDue + amount },
            RewardStatus.ClawedBack => sum with { ClawedBack = row.ClawedBack + amount },
            _ => sum with { Owed = row.Owed + amount },
        };
    }

    private async ValueTask<IReadOnlyList<UserReward>> ListAsync(StoredRewardFilter filter, UserReward? after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MostAtOnce);
        book.CheckReady();
        return [.. (await store.ReadAsync(filter, after?.Grant, max, cancellationToken)).Select(Shown)];
    }

    private async ValueTask<bool> ChangeAsync(string key, Func<StoredReward, StoredReward?> step, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        book.CheckReady();
        return await book.ChangeAsync(key, step, cancellationToken) is { Changed: true };
    }

    // What is true now, where the store is a moment behind: a ban just begun, a time just run out.
    private UserReward Shown(StoredReward kept)
    {
        DateTimeOffset now = time.GetUtcNow();
        StoredReward reward = banned.Contains(kept.Grant.UserId) ? RewardSteps.Withhold(kept, now) ?? kept : RewardSteps.Expire(kept, now) ?? kept;
        return new UserReward(reward.Grant, reward.Status, reward.Status == RewardStatus.Claimable ? reward.ClaimBy : null, reward.Attempts, reward.Error, reward.ChangedAt, reward.Note);
    }
}

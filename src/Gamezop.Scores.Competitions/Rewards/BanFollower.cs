namespace Gamezop.Scores.Competitions;

/// <summary>Withholds the rewards of who is banned, and lets them go out when the ban ends, also one that ended while the process was down.</summary>
internal sealed class BanFollower(BannedUsers banned, RewardBook book)
{
    private HashSet<string>? _followed;
    private long _version = -1;

    /// <summary>Does what has changed since the last call; what fails is done next time.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        long version = banned.Version;
        if (version == _version)
            return;
        HashSet<string> now = new(banned.Users, StringComparer.Ordinal);
        HashSet<string> changed = _followed is { } before ? new(before, StringComparer.Ordinal) : await WithheldAsync(cancellationToken);
        changed.SymmetricExceptWith(now);
        foreach (string userId in changed)
            await book.FollowBanAsync(userId, cancellationToken);
        (_followed, _version) = (now, version);
    }

    private async ValueTask<HashSet<string>> WithheldAsync(CancellationToken cancellationToken)
    {
        var users = new HashSet<string>(StringComparer.Ordinal);
        await foreach (StoredReward reward in book.ReadAllAsync(new StoredRewardFilter(Status: RewardStatus.Withheld), cancellationToken))
            users.Add(reward.Grant.UserId);
        return users;
    }
}

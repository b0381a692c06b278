using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>Withholds the rewards of who is banned, and lets them go out when the ban ends, also one that ended while the process was down.</summary>
internal sealed class BanFollower
{
    private readonly BannedUsers _banned;
    private readonly RewardBook _book;

    // Also of a ban that came and went between two calls: rewards may have been withheld by it.
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private bool _hasBegun;

    public BanFollower(BannedUsers banned, RewardBook book)
    {
        _banned = banned;
        _book = book;
        banned.Changed += userId => _changed[userId] = true;
    }

    /// <summary>Does what has changed since the last call; what fails is done next time.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
            await BeginAsync(cancellationToken);
        _hasBegun = true;
        foreach (string userId in _changed.Keys)
        {
            // First, so that a change that comes meanwhile is followed once more.
            _changed.TryRemove(userId, out _);
            try
            {
                await _book.FollowBanAsync(userId, cancellationToken);
            }
            catch
            {
                _changed[userId] = true;
                throw;
            }
        }
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        foreach (string userId in _banned.Users)
            _changed[userId] = true;
        await foreach (StoredReward reward in _book.ReadAllAsync(new StoredRewardFilter(Status: RewardStatus.Withheld), cancellationToken))
            if (!_banned.Contains(reward.Grant.UserId))
                _changed[reward.Grant.UserId] = true;
    }
}

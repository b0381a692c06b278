using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Gamezop.Scores.Competitions;

/// <summary>Where competitions write what was won, and take it back.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class RewardBook(IRewardStore store, BannedUsers banned, RewardMetrics metrics, TimeProvider time)
{
    private const int PageSize = 500;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _starting = new(1, 1);

    /// <summary>Called when there is something to be paid.</summary>
    public Action Wake { get; set; } = static () => { };

    /// <summary>Ends when the store is open.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Opens the store, unless it is open. To be called when it is known who is banned.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            // Everybody who writes rewards asks for it, and a second opening would have what is being paid paid once more.
            if (_ready.Task.IsCompletedSuccessfully)
                return;
            await store.StartAsync(cancellationToken);
            _ready.TrySetResult();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <exception cref="LeaderboardsNotReadyException">The store is not open yet.</exception>
    public void CheckReady()
    {
        if (!_ready.Task.IsCompletedSuccessfully)
            throw new LeaderboardsNotReadyException("Rewards cannot be read yet. Try again in a moment.");
    }

    /// <summary>What is to be kept of a grant that is earned now; for those that keep it together with something else.</summary>
    /// <param name="grant">Who gets what for what.</param>
    /// <param name="terms">How it is handed out.</param>
    /// <param name="suspect">Whether it was earned only with plays that are in quarantine.</param>
    public StoredReward Earn(RewardGrant grant, RewardTerms terms, bool suspect) => RewardSteps.Earn(grant, terms, suspect, banned.Contains(grant.UserId), time.GetUtcNow());

    /// <summary>What is to be kept of a reward that has become suspect, or is so no more; null when it stays as it is.</summary>
    public StoredReward? Judge(StoredReward reward, bool suspect) =>
        suspect ? RewardSteps.Suspect(reward, time.GetUtcNow()) : RewardSteps.Trust(reward, banned.Contains(reward.Grant.UserId), time.GetUtcNow());

    /// <summary>Reads rewards by key.</summary>
    /// <returns>Those that are there.</returns>
    public async ValueTask<IReadOnlyDictionary<string, StoredReward>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        keys.Count == 0 ? new Dictionary<string, StoredReward>() : (await store.FindAsync(keys, cancellationToken)).ToDictionary(reward => reward.Grant.Key, StringComparer.Ordinal);

    /// <summary>Writes grants. One whose key is there already stays as it is, so the same batch may come again.</summary>
    public async ValueTask AddAsync(IReadOnlyList<RewardGrant> grants, RewardTerms terms, CancellationToken cancellationToken)
    {
        StoredReward[] rewards = [.. grants.Select(grant => Earn(grant, terms, suspect: false))];
        IReadOnlyList<bool> added = await store.AddAsync(rewards, cancellationToken);
        await KeptAsync([.. rewards.Where((_, i) => added[i])], cancellationToken);
    }

    /// <summary>To be called when rewards have been added (version 0) or changed.</summary>
    public async ValueTask KeptAsync(IReadOnlyCollection<StoredReward> rewards, CancellationToken cancellationToken)
    {
        foreach (StoredReward reward in rewards.Where(reward => reward.Version == 0))
            metrics.Granted(reward.Grant);
        // A ban that ended between the look at it and the write has been followed before there was something to let go.
        foreach (string userId in rewards.Where(reward => reward is { Status: RewardStatus.Withheld, IsSuspect: false }).Select(reward => reward.Grant.UserId).Distinct(StringComparer.Ordinal))
            if (!banned.Contains(userId))
                await FollowBanAsync(userId, cancellationToken);
        Wake();
    }

    /// <summary>Takes back a user's rewards: what is unpaid is withdrawn, the rest is marked for clawback. Nobody moves up.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="sourceId">Those of one target or occurrence; null for all.</param>
    /// <param name="note">Who did it and why.</param>
    /// <param name="cancellationToken">Gives up; it may be called again.</param>
    /// <returns>How many were taken back.</returns>
    public ValueTask<int> WithdrawAsync(string userId, string? sourceId, string note, CancellationToken cancellationToken) =>
        ChangeAllAsync(userId, reward => sourceId is null || reward.Grant.SourceId == sourceId ? RewardSteps.Withdraw(reward, note, time.GetUtcNow()) : null, cancellationToken);

    /// <summary>Does what a ban or its end means for a user's rewards.</summary>
    public async ValueTask FollowBanAsync(string userId, CancellationToken cancellationToken)
    {
        // Looked at for each reward: when a ban comes and goes at once, the last word is what holds.
        await ChangeAllAsync(
            userId, reward => banned.Contains(userId) ? RewardSteps.Withhold(reward, time.GetUtcNow()) : RewardSteps.Release(reward, time.GetUtcNow()), cancellationToken);
        Wake();
    }

    /// <summary>Changes a reward, however often others change it meanwhile.</summary>
    /// <returns>The reward as it is now, and whether this changed it; null when there is none.</returns>
    public async ValueTask<(StoredReward Reward, bool Changed)?> ChangeAsync(string key, Func<StoredReward, StoredReward?> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.FindAsync([key], cancellationToken) is not [var reward])
                return null;
            if (step(reward) is not { } changed)
                return (reward, false);
            if ((await store.WriteAsync([changed], cancellationToken))[0])
                return (changed with { Version = changed.Version + 1 }, true);
        }
    }

    /// <summary>Removes whom rewards were for, and keeps how much there was.</summary>
    public async ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        CheckReady();
        // First of all none of them is begun with any more: what is read below is then what becomes of them.
        await WithdrawAsync(userId, null, "The user was erased.", cancellationToken);
        var nameless = new List<StoredReward>();
        await foreach (StoredReward reward in ReadAllAsync(new StoredRewardFilter(UserId: userId), cancellationToken))
            nameless.Add(Nameless(reward));
        await store.EraseAsync(userId, nameless, cancellationToken);
    }

    /// <summary>Reads every reward that a filter lets through.</summary>
    public async IAsyncEnumerable<StoredReward> ReadAllAsync(StoredRewardFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RewardGrant? after = null;
        while (await store.ReadAsync(filter, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (StoredReward reward in page)
                yield return reward;
            after = page[^1].Grant;
        }
    }

    // Nothing that leads to the user: the key, the play and the publisher's own words may. A new key by chance, since one that is derived would lead back.
    private static StoredReward Nameless(StoredReward reward) => reward with
    {
        Grant = reward.Grant with { Key = $"erased/{RandomNumberGenerator.GetHexString(32, lowercase: true)}", UserId = "", Period = "", GamePlayId = null },
        DueAt = null,
        IsLeased = false,
        Error = null,
        Note = null,
    };

    private async ValueTask<int> ChangeAllAsync(string userId, Func<StoredReward, StoredReward?> step, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (StoredReward reward in ReadAllAsync(new StoredRewardFilter(UserId: userId), cancellationToken))
            if (step(reward) is not null && await ChangeAsync(reward.Grant.Key, step, cancellationToken) is { Changed: true })
                count++;
        return count;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Pays what is owed: each reward is handed to the publisher's handler until that succeeds. What a kill interrupted is handed out again under the same key.</summary>
internal sealed class RewardPayer(
    IRewardStore store, RewardBook book, BannedUsers banned, IServiceScopeFactory scopes, bool hasHandler, RewardsOptions options, RewardMetrics metrics, TimeProvider time, ILogger<RewardPayer> logger)
{
    private const int BatchSize = 64;

    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    private readonly FailingRewards _failing = new();

    /// <summary>The rewards whose last attempt failed and that wait for the next one.</summary>
    public FailingRewards Failing => _failing;

    /// <summary>Does everything that is due.</summary>
    /// <returns>Whether there may be more.</returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredReward> unclaimed = await store.ReadDueAsync(RewardStatus.Claimable, time.GetUtcNow(), BatchSize, cancellationToken);
        foreach (StoredReward reward in unclaimed)
            await ExpireAsync(reward, cancellationToken);
        if (!hasHandler)
            return unclaimed.Count == BatchSize;

        IReadOnlyList<StoredReward> due = await store.ReadDueAsync(RewardStatus.Owed, time.GetUtcNow(), BatchSize, cancellationToken);
        await Parallel.ForEachAsync(
            await BeginAsync(due, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = CancellationToken.None },
            (reward, _) => PayAsync(reward, cancellationToken));
        return unclaimed.Count == BatchSize || due.Count == BatchSize;
    }

    private async ValueTask ExpireAsync(StoredReward reward, CancellationToken cancellationToken)
    {
        // A banned user cannot claim; the time begins anew when the ban ends.
        StoredReward? changed = banned.Contains(reward.Grant.UserId) ? RewardSteps.Withhold(reward, time.GetUtcNow()) : RewardSteps.Expire(reward, time.GetUtcNow());
        if (changed is not null)
            await store.WriteAsync([changed], cancellationToken);
    }

    // From here on they are this payer's, until the lease ends.
    private async ValueTask<IReadOnlyList<StoredReward>> BeginAsync(IReadOnlyList<StoredReward> due, CancellationToken cancellationToken)
    {
        // Long enough for the whole batch, whatever the handler does with each.
        TimeSpan lease = Reserve + (options.HandlerTimeout * (1 + (due.Count / options.Concurrency)));
        StoredReward[] begun = [.. due.Select(reward => RewardSteps.Begin(reward, time.GetUtcNow(), lease)).OfType<StoredReward>()];
        if (begun.Length == 0)
            return [];
        IReadOnlyList<bool> mine = await store.WriteAsync(begun, cancellationToken);
        return [.. begun.Where((_, i) => mine[i])];
    }

    private async ValueTask PayAsync(StoredReward reward, CancellationToken stopping)
    {
        RewardGrant grant = reward.Grant;
        if (banned.Contains(grant.UserId) || stopping.IsCancellationRequested || !await IsStillDueAsync(reward, stopping))
        {
            await SettleAsync(grant.Key, kept => RewardSteps.GiveBack(kept, reward.Attempts, time.GetUtcNow()), stopping);
            if (banned.Contains(grant.UserId))
                await book.FollowBanAsync(grant.UserId, stopping);
            return;
        }

        try
        {
            await HandOutAsync(grant, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await SettleAsync(grant.Key, kept => RewardSteps.BreakOff(kept, reward.Attempts, time.GetUtcNow()), stopping);
            return;
        }
        catch (Exception exception)
        {
            await FailAsync(reward, exception, stopping);
            return;
        }

        if (await SettleAsync(grant.Key, kept => RewardSteps.Succeed(kept, time.GetUtcNow()), stopping))
            metrics.Paid(grant);
        _failing.Remove(grant.Key);
    }

    // Others of the batch have been paid before it: meanwhile it may have been taken back, or the lease have run out.
    private async ValueTask<bool> IsStillDueAsync(StoredReward reward, CancellationToken stopping)
    {
        try
        {
            return await store.FindAsync([reward.Grant.Key], stopping) is [{ Status: RewardStatus.Owed } kept] && kept.Version == reward.Version + 1;
        }
        catch (Exception exception)
        {
            if (!stopping.IsCancellationRequested)
                Log.RewardNotSettled(logger, exception);
            return false;
        }
    }

    private async Task HandOutAsync(RewardGrant grant, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(options.HandlerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        Task paying = GrantAsync(grant, either.Token);
        try
        {
            // A handler that does not heed its token is no longer waited for.
            await paying.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"The handler took longer than {options.HandlerTimeout}.");
        }
    }

    // On another thread: a handler that blocks must not keep the time limit from being watched.
    private Task GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IRewardHandler>().GrantAsync(grant, cancellationToken);
        },
        CancellationToken.None);

    private async ValueTask FailAsync(StoredReward reward, Exception exception, CancellationToken stopping)
    {
        DateTimeOffset? retryAt = RetryAt(reward.Attempts);
        await SettleAsync(reward.Grant.Key, kept => RewardSteps.Fail(kept, reward.Attempts, RewardErrors.TextOf(exception), retryAt, time.GetUtcNow()), stopping);
        metrics.Failed(reward.Grant, isDead: retryAt is null);
        if (retryAt is null)
            _failing.Remove(reward.Grant.Key);
        else
            _failing.Add(reward.Grant.Key, exception);
        if (retryAt is null)
            Log.RewardDead(logger, reward.Grant.SourceId, reward.Grant.Reward.Kind, reward.Attempts, exception);
        else
            Log.RewardFailed(logger, reward.Grant.SourceId, reward.Grant.Reward.Kind, reward.Attempts, exception);
    }

    private DateTimeOffset? RetryAt(int attempts)
    {
        if (attempts >= options.MaxAttempts)
            return null;
        // In seconds: doubled so often, a delay may be longer than a time span can be.
        TimeSpan delay = TimeSpan.FromSeconds(Math.Min(options.FirstRetryDelay.TotalSeconds * Math.Pow(2, attempts - 1), options.MaxRetryDelay.TotalSeconds));
#pragma warning disable CA5394 // Only to spread the load: what failed together shall not come back together.
        return time.GetUtcNow() + (delay * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }

    // What has happened is written down even while the host stops. When the store fails, the lease runs out and the handler is asked again, under the same key.
    private async ValueTask<bool> SettleAsync(string key, Func<StoredReward, StoredReward?> step, CancellationToken stopping)
    {
        try
        {
            return await book.ChangeAsync(key, step, CancellationToken.None) is { Changed: true };
        }
        catch (Exception exception)
        {
            if (!stopping.IsCancellationRequested)
                Log.RewardNotSettled(logger, exception);
            return false;
        }
    }
}

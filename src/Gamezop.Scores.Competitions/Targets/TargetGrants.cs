namespace Gamezop.Scores.Competitions;

/// <summary>The rewards that come with progress: what is earned, who gets a place where there are only so many, and what is suspect or so no more.</summary>
internal sealed class TargetGrants(ITargetStore store, RewardBook book)
{
    /// <summary>What is to be written of progress that has changed, with its reward.</summary>
    public async ValueTask<ProgressWrite[]> FinishAsync(IReadOnlyList<ProgressFold> folds, CancellationToken cancellationToken)
    {
        ProgressFold[] judged = [.. folds.Where(fold => fold.JudgesReward)];
        IReadOnlyDictionary<string, StoredReward> kept = await book.FindAsync([.. judged.Select(fold => fold.Key.RewardKey)], cancellationToken);
        HashSet<ProgressKey> placeless = await TakePlacesAsync([.. judged.Where(fold => fold.ReachedBy is not null)], cancellationToken);
        return [.. folds.Select(fold => fold.Finish(fold.JudgesReward ? RewardOf(fold, kept, placeless) : null))];
    }

    // Taken before the reward is written: a crash in between leaves a place to whoever took it, and never one reward too many.
    private async ValueTask<HashSet<ProgressKey>> TakePlacesAsync(ProgressFold[] reached, CancellationToken cancellationToken)
    {
        PlaceRequest[] requests = [.. reached.Where(fold => fold.Rule.Definition.MaxGrants is not null).Select(fold => new PlaceRequest(fold.Key, fold.Rule.Definition.MaxGrants!.Value))];
        if (requests.Length == 0)
            return [];
        IReadOnlyList<bool> taken = await store.TakePlacesAsync(requests, cancellationToken);
        return [.. requests.Where((_, i) => !taken[i]).Select(request => request.Key)];
    }

    private StoredReward? RewardOf(ProgressFold fold, IReadOnlyDictionary<string, StoredReward> kept, HashSet<ProgressKey> placeless)
    {
        // It may be there already: of a target that was removed and has come back.
        if (kept.TryGetValue(fold.Key.RewardKey, out StoredReward? reward))
            return book.Judge(reward, fold.IsSuspect);
        if (fold.ReachedBy is not { } context || placeless.Contains(fold.Key))
            return null;
        TargetDefinition target = fold.Rule.Definition;
        var grant = new RewardGrant
        {
            Key = fold.Key.RewardKey,
            UserId = fold.Key.UserId,
            Source = RewardSource.Target,
            SourceId = target.Id,
            Period = fold.Key.Period,
            Reward = target.Reward,
            GamePlayId = fold.Rule.IsEveryPlay || fold.Rule.Kind is TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost ? context.Event.GamePlayId : null,
            EarnedAt = context.Event.Timestamp.ToUniversalTime(),
        };
        return book.Earn(grant, new RewardTerms(target.MustClaim, target.ClaimWithin), fold.IsSuspect);
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Does what verdicts on plays mean for progress and its rewards.</summary>
internal sealed class TargetRecount(ITargetStore store, RewardBook book, QuarantinedPlays quarantined)
{
    /// <summary>
    /// Counts all progress anew that has something of a play. Each progress is one atomic step with its reward, and is left alone where it is as it should be: so this may be
    /// cut off anywhere and repeated. It ends when nothing is left to be done by the verdict of that moment, whoever else writes meanwhile.
    /// </summary>
    public async ValueTask RunAsync(PlayId play, TargetIndex index, CancellationToken cancellationToken)
    {
        while (await TryAsync(play, index, cancellationToken))
        {
        }
    }

    private async ValueTask<bool> TryAsync(PlayId play, TargetIndex index, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredProgress> stored = await store.ReadPlayAsync(play, cancellationToken);
        ProgressRecount[] recounts = [.. stored.Select(progress => new ProgressRecount(progress, index.Find(progress.Key.TargetId), quarantined)).Where(recount => recount.HasChanged)];
        if (recounts.Length == 0)
            return false;
        IReadOnlyDictionary<string, StoredReward> rewards = await book.FindAsync([.. recounts.Where(recount => recount.JudgesReward).Select(recount => recount.Key.RewardKey)], cancellationToken);
        ProgressWrite[] writes = [.. recounts.Select(recount => recount.Finish(
            rewards.GetValueOrDefault(recount.Key.RewardKey) is { } reward ? book.Judge(reward, recount.IsSuspect) : null))];
        IReadOnlyList<ProgressWriteResult> results = await store.WriteAsync(writes, cancellationToken);
        await book.KeptAsync([.. writes.Where((_, i) => results[i].Rewarded).Select(write => write.Reward!)], cancellationToken);
        return true;
    }
}

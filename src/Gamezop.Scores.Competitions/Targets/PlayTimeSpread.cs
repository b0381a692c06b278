namespace Gamezop.Scores.Competitions;

/// <summary>
/// A play that reaches over the edge of a period has its first and last event in each of them, and in each the part of its time that lies
/// inside. Runs after the events are kept in their own periods, reads what is kept, and comes to the same when it is repeated: so whoever
/// comes last of two that run at once sees both.
/// </summary>
internal sealed class PlayTimeSpread(
    ITargetStore store, QuarantinedPlays quarantined, Func<IReadOnlyList<ProgressFold>, CancellationToken, ValueTask<HashSet<ProgressKey>>> keepAsync)
{
    /// <param name="shares">The events, by the progress of their own periods.</param>
    /// <param name="settledThrough">Periods that were over by then take nothing any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Plays of which there is another verdict by now than the one that they were counted by.</returns>
    public async ValueTask<IReadOnlyCollection<PlayId>> RunAsync(
        IReadOnlyList<KeyValuePair<ProgressKey, TargetBatch.Share>> shares, DateTimeOffset settledThrough, CancellationToken cancellationToken)
    {
        var misjudged = new HashSet<PlayId>();
        var split = shares.Where(share => share.Value.Rule.SplitsPlays).ToList();
        if (split.Count == 0)
            return misjudged;
        // As a rule no play is in two of them.
        var beside = new Dictionary<ProgressKey, HashSet<PlayKey>>();
        foreach (var (key, share) in split)
        {
            PlayKey[] plays = [.. share.Events.Select(context => share.Rule.PlayOf(context.Event))];
            foreach (var isLater in (ReadOnlySpan<bool>)[false, true])
                if (NextTo(share.Rule, key, isLater, settledThrough) is { } other)
                    (beside.TryGetValue(other, out var asked) ? asked : beside[other] = []).UnionWith(plays);
        }

        var found = (await store.ReadAsync([.. beside.Select(other => new ProgressRead(other.Key, other.Value))], cancellationToken))
            .SelectMany(progress => progress.Parts.Select(part => (progress.Key.UserId, progress.Key.TargetId, part.Play))).ToHashSet();
        if (found.Count == 0)
            return misjudged;
        foreach (var (key, share) in split)
            foreach (var context in share.Events.DistinctBy(context => share.Rule.PlayOf(context.Event)))
                if (found.Contains((key.UserId, key.TargetId, share.Rule.PlayOf(context.Event))))
                    while (!await TrySpreadAsync(key, share.Rule, context, settledThrough, misjudged, cancellationToken))
                    {
                    }

        return misjudged;
    }

    // Refused where somebody else has written one of them since this looked.
    private async ValueTask<bool> TrySpreadAsync(
        ProgressKey key, TargetRule rule, ScoreContext context, DateTimeOffset settledThrough, HashSet<PlayId> misjudged,
        CancellationToken cancellationToken)
    {
        var play = rule.PlayOf(context.Event);
        var row = new List<StoredProgress>();
        if (await ReadAsync(key) is { } own)
            row.Add(own);
        foreach (var isLater in new[] { false, true })
            for (var other = NextTo(rule, key, isLater, settledThrough); other is { } next; other = NextTo(rule, next, isLater, settledThrough))
            {
                if (await ReadAsync(next) is not { } progress)
                    break;
                row.Add(progress);
            }

        var times = row.Select(progress => ProgressCodec.ReadPlay(progress.Parts[0].Data.Span, rule.Kind).Time)
            .Where(time => time.First <= time.Last).ToList();
        if (times.Count == 0)
            return true;
        ProgressFold[] folds = [.. row.Select(progress => new ProgressFold(rule, progress, quarantined))];
        foreach (var fold in folds)
            fold.Widen(play, times.Min(time => time.First), times.Max(time => time.Last), context);
        misjudged.UnionWith(folds.SelectMany(fold => fold.Misjudged));
        ProgressFold[] changed = [.. folds.Where(fold => fold.HasChanged)];
        return changed.Length == 0 || (await keepAsync(changed, cancellationToken)).Count == 0;

        async ValueTask<StoredProgress?> ReadAsync(ProgressKey read) =>
            (await store.ReadAsync([new ProgressRead(read, [play])], cancellationToken))[0] is { Parts.Count: 1 } progress ? progress : null;
    }

    private static ProgressKey? NextTo(TargetRule rule, ProgressKey key, bool isLater, DateTimeOffset settledThrough) =>
        rule.NextTo(key.Period, isLater) is { } next && next.End > settledThrough ? key with { Period = next.Key } : null;
}

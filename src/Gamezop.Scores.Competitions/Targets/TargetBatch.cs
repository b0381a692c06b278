namespace Gamezop.Scores.Competitions;

/// <summary>What a batch of events means to the targets: which progress they belong to, and which of them do not count.</summary>
internal sealed class TargetBatch
{
    public Dictionary<ProgressKey, Share> Shares { get; } = [];

    public List<UncountedEvent> Uncounted { get; } = [];

    /// <param name="events">The events.</param>
    /// <param name="index">The targets.</param>
    /// <param name="settledThrough">Before this nothing counts any more where periods end: their progress may be gone.</param>
    public static TargetBatch Of(IReadOnlyList<ScoreContext> events, TargetIndex index, DateTimeOffset settledThrough)
    {
        var batch = new TargetBatch();
        foreach (ScoreContext context in events)
        {
            UncountedReason? reason = null;
            foreach (TargetRule rule in index.Matching(context))
                // Judged by when the event first arrived, so that a delay of ours makes nobody late.
                if (context.ReceivedAt - context.Event.Timestamp > BoardScope.Retention)
                {
                    reason = UncountedReason.Late;
                    break;
                }
                else if (rule.HasEnds && context.Event.Timestamp < settledThrough)
                {
                    // Received in time, and released by an operator long afterwards.
                    reason = UncountedReason.Late;
                }
                else
                {
                    if (rule.Counts(context.Event.State) && !rule.CanHold(context.Event))
                        reason = UncountedReason.OutOfRange;
                    batch.Add(rule, context);
                }

            foreach (TargetRule rule in index.TellingTime(context))
                if (context.ReceivedAt - context.Event.Timestamp <= BoardScope.Retention
                    && !(rule.HasEnds && context.Event.Timestamp < settledThrough))
                    batch.Add(rule, context);
            if (reason is { } why)
                batch.Uncounted.Add(UncountedEvent.Of(context, why, ""));
        }

        return batch;
    }

    private void Add(TargetRule rule, ScoreContext context)
    {
        var key = new ProgressKey(context.UserId, rule.Id, rule.PeriodOf(context.Event));
        if (!Shares.TryGetValue(key, out Share? share))
            Shares[key] = share = new Share(rule);
        share.Events.Add(context);
    }

    /// <summary>The events of one progress.</summary>
    public sealed class Share(TargetRule rule)
    {
        public TargetRule Rule => rule;

        public List<ScoreContext> Events { get; } = [];

        public ProgressRead Read(ProgressKey key) => new(key, [.. Events.Select(context => rule.PlayOf(context.Event)).Distinct()]);

        public ProgressFold Fold(StoredProgress stored, QuarantinedPlays quarantined)
        {
            var fold = new ProgressFold(rule, stored, quarantined);
            foreach (ScoreContext context in Events)
                fold.Add(context);
            return fold;
        }
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Answers queries about targets and does what operators ask for.</summary>
internal sealed class Targets(TargetCatalog catalog, ITargetStore store, TimeProvider time) : ITargets
{
    private const int MostAtOnce = 1_000;

    public IReadOnlyList<TargetDefinition> Definitions => [.. catalog.Index.Rules.Select(rule => rule.Definition).OrderBy(definition => definition.Id, StringComparer.Ordinal)];

    public async ValueTask<IReadOnlyList<TargetProgress>> GetProgressAsync(string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        catalog.CheckReady();
        DateTimeOffset now = time.GetUtcNow();
        TargetRule[] rules = [.. catalog.Index.Of(userId).Where(rule => !(now < rule.Definition.ActiveFrom) && !(now >= rule.Definition.ActiveUntil)).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
        TargetRule[] timed = [.. rules.Where(rule => !rule.IsEveryPlay)];
        IReadOnlyList<StoredProgress> read = timed.Length == 0 ? [] : await store.ReadAsync([.. timed.Select(rule => new ProgressRead(new ProgressKey(userId, rule.Id, rule.PeriodAt(now)), []))], cancellationToken);
        Dictionary<string, StoredProgress> stored = read.ToDictionary(progress => progress.Key.TargetId, StringComparer.Ordinal);
        foreach (TargetRule rule in rules.Where(rule => rule.IsEveryPlay))
            if (await store.ReadLatestAsync(userId, rule.Id, cancellationToken) is { } latest && latest.FirstAt != StoredProgress.Unknown)
                stored[rule.Id] = latest;
        return [.. rules.Select(rule => Show(rule, stored.GetValueOrDefault(rule.Id)))];
    }

    public async ValueTask<TargetProgress?> GetPeriodAsync(string userId, string targetId, string period, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentException.ThrowIfNullOrEmpty(targetId);
        ArgumentException.ThrowIfNullOrEmpty(period);
        catalog.CheckReady();
        return catalog.Index.Find(targetId) is { } rule ? Show(rule, (await store.ReadAsync([new ProgressRead(new ProgressKey(userId, targetId, period), [])], cancellationToken))[0]) : null;
    }

    public ValueTask AddAsync(TargetDefinition definition, CancellationToken cancellationToken)
    {
        Check(definition);
        return catalog.AddAsync(definition, cancellationToken);
    }

    public ValueTask ChangeAsync(TargetDefinition definition, CancellationToken cancellationToken)
    {
        Check(definition);
        return catalog.ChangeAsync(definition, cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(string targetId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetId);
        catalog.CheckReady();
        return catalog.RemoveAsync(targetId, cancellationToken);
    }

    public ValueTask<IReadOnlyList<UncountedEvent>> GetUncountedAsync(UncountedEvent? after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MostAtOnce);
        catalog.CheckReady();
        return store.ReadUncountedAsync(after, max, cancellationToken);
    }

    private static TargetProgress Show(TargetRule rule, StoredProgress? stored)
    {
        TargetGoal goal = rule.Definition.Goal;
        ProgressState state = ProgressCodec.ReadState(stored is null ? default : stored.Data.Span, rule.Kind);
        bool done = (state.IsSettled && !state.IsSuspect) || state.Clean.Reaches(goal.Value);
        return new TargetProgress(rule.Id, goal, state.Clean.Value, goal.Value, done ? 100 : PercentOf(goal, state.Clean.Value), stored?.Key.Period, done);
    }

    // A goal that is not reached is never shown as 100.
    private static double PercentOf(TargetGoal goal, double? value)
    {
        if (goal.Value <= 0 || value is not > 0)
            return 0;
        double share = goal.Kind == TargetGoalKind.ScoreAtMost ? goal.Value / value.Value : value.Value / goal.Value;
        return Math.Min(100 * share, Math.BitDecrement(100));
    }

    private void Check(TargetDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        TargetValidation.Validate(definition);
        catalog.CheckReady();
    }
}

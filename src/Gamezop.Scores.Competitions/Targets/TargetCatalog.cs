using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>All targets: from code and configuration, and those added at run time. Events enter here.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class TargetCatalog : ICompetition, IWithinLimits
{
    private const int AtOnce = 500;

    private static readonly TimeSpan SettlingStep = TimeSpan.FromDays(1);

    private readonly ITargetStore _store;
    private readonly RewardBook _book;
    private readonly BannedUsers _banned;
    private readonly QuarantinedPlays _quarantined;
    private readonly ILogger _logger;
    private readonly TargetGrants _grants;
    private readonly TargetRecount _recount;
    private readonly PlayTimeSpread _spread;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly ConcurrentDictionary<string, (string Problem, TargetDefinition? Otherwise)> _unreadable = new(StringComparer.Ordinal);
    private volatile TargetIndex _index = new([]);
    private HashSet<string> _configured = new(StringComparer.Ordinal);
    private long _settledThrough;

    public TargetCatalog(ITargetStore store, RewardBook book, BannedUsers banned, QuarantinedPlays quarantined, ILogger<TargetCatalog> logger)
    {
        (_store, _book, _banned, _quarantined, _logger) = (store, book, banned, quarantined, logger);
        _grants = new TargetGrants(store, book);
        _recount = new TargetRecount(store, book, quarantined);
        _spread = new PlayTimeSpread(store, quarantined, KeepAsync);
    }

    public Task Ready => _ready.Task;

    public TargetIndex Index => _index;

    private DateTimeOffset SettledThrough => new(Interlocked.Read(ref _settledThrough), TimeSpan.Zero);

    /// <summary>Why targets that are kept are not there: their definitions cannot be read.</summary>
    public IEnumerable<string> Unreadable => _unreadable.OrderBy(target => target.Key, StringComparer.Ordinal).Select(target => target.Value.Problem);

    public TimeSpan? ShortestOf(ScoreContext context) => _index.ShortestWithin(context);

    /// <exception cref="LeaderboardsNotReadyException">The targets have not been read yet.</exception>
    public void CheckReady()
    {
        if (!_ready.Task.IsCompletedSuccessfully)
            throw new LeaderboardsNotReadyException("Targets cannot be read yet. Try again in a moment.");
    }

    /// <summary>Reads the targets. Rewards must be ready.</summary>
    public async ValueTask LoadAsync(IReadOnlyList<TargetDefinition> configured, CancellationToken cancellationToken)
    {
        (IReadOnlyList<StoredTarget> stored, DateTimeOffset settledThrough) = await _store.StartAsync(cancellationToken);
        Interlocked.Exchange(ref _settledThrough, settledThrough.UtcTicks);
        _configured = [.. configured.Select(definition => definition.Id)];
        _unreadable.Clear();
        TargetRule[] added = [.. stored.Where(target => !_configured.Contains(target.TargetId)).Select(Read).OfType<TargetRule>()];
        _index = new TargetIndex([.. configured.Select(definition => new TargetRule(definition.Copy())), .. added]);
        _ready.TrySetResult();
    }

    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        TargetBatch batch = TargetBatch.Of([.. events.Where(context => !_banned.IsErased(context))], _index, SettledThrough);
        if (batch.Uncounted.Count > 0)
        {
            Log.TargetEventsUncounted(_logger, batch.Uncounted.Count);
            await _store.AddUncountedAsync(batch.Uncounted, cancellationToken);
        }

        foreach (KeyValuePair<ProgressKey, TargetBatch.Share>[] shares in batch.Shares.Chunk(AtOnce))
        {
            IReadOnlyList<KeyValuePair<ProgressKey, TargetBatch.Share>> left = shares;
            // Refused where somebody else has written the same progress since this looked.
            while (left.Count > 0)
                left = await TryApplyAsync(left, cancellationToken);
            await RecountAsync(await _spread.RunAsync(shares, SettledThrough, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Lets go of what is over, a day at a time.</summary>
    /// <param name="settled">No event from before this can still come in time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask SettleAsync(DateTimeOffset settled, CancellationToken cancellationToken)
    {
        if (settled - SettledThrough < SettlingStep)
            return;
        // Kept before anything is removed: what can no longer count must not count after a restart either.
        await _store.SettleAsync(settled, cancellationToken);
        Interlocked.Exchange(ref _settledThrough, settled.UtcTicks);
    }

    /// <summary>Removes some of the rows that are not needed any more.</summary>
    /// <returns>Whether there may be more.</returns>
    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => _store.CleanAsync(max, cancellationToken);

    /// <summary>Removes some of the events that are listed as not counting and are older than the log.</summary>
    /// <returns>Whether there may be more.</returns>
    public ValueTask<bool> RemoveUncountedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        _store.RemoveUncountedAsync(now - BoardScope.Retention, max, cancellationToken);

    public async ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken)
    {
        foreach (PlayId play in plays)
            await _recount.RunAsync(play, _index, cancellationToken);
    }

    /// <summary>Removes a user's progress, and what was earned by it up to this moment.</summary>
    public async ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        CheckReady();
        await _store.EraseAsync(userId, cancellationToken);
        await _book.EraseAsync(userId, cancellationToken);
    }

    /// <summary>Adds a target that must not be there yet.</summary>
    public ValueTask AddAsync(TargetDefinition definition, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (_index.Find(definition.Id) is not null)
                throw new TargetDefinitionException(definition.Id, nameof(definition.Id), "is the id of a target that is there already");
            if (_unreadable.ContainsKey(definition.Id))
                throw new TargetDefinitionException(definition.Id, nameof(definition.Id), "is the id of a target that is kept and cannot be read: change or remove that one");
            await KeepAsync(definition, cancellationToken);
        },
        cancellationToken);

    public ValueTask ChangeAsync(TargetDefinition definition, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            (string Problem, TargetDefinition? Otherwise) unreadable = _unreadable.GetValueOrDefault(definition.Id);
            // Of what cannot be read at all nothing is known that could differ.
            TargetDefinition old = _index.Find(definition.Id)?.Definition ?? unreadable.Otherwise ?? (unreadable.Problem is null ? null : definition)
                ?? throw new TargetDefinitionException(definition.Id, nameof(definition.Id), "is the id of no target");
            if (old.Goal.Kind != definition.Goal.Kind)
                throw new TargetDefinitionException(definition.Id, nameof(definition.Goal), $"is a {definition.Goal.Kind} and was a {old.Goal.Kind}; what is measured needs a new Id");
            if (old.Period != definition.Period)
                throw new TargetDefinitionException(definition.Id, nameof(definition.Period), $"is {definition.Period} and was {old.Period}; that needs a new Id");
            await KeepAsync(definition, cancellationToken);
        },
        cancellationToken);

    public async ValueTask<bool> RemoveAsync(string targetId, CancellationToken cancellationToken)
    {
        bool found = false;
        await AloneAsync(
            async () =>
            {
                found = _index.Find(targetId) is not null || _unreadable.ContainsKey(targetId);
                _index = _index.Without(targetId);
                await _store.RemoveTargetAsync(targetId, cancellationToken);
                _unreadable.TryRemove(targetId, out _);
            },
            cancellationToken);
        return found;
    }

    private async ValueTask KeepAsync(TargetDefinition definition, CancellationToken cancellationToken)
    {
        // What is configured is kept where it is configured.
        if (!_configured.Contains(definition.Id))
        {
            var settings = JsonSerializer.Serialize(TargetSettingsMap.ToSettings(definition), TargetsJson.Default.TargetSettings);
            await _store.SaveTargetAsync(new StoredTarget(definition.Id, settings), cancellationToken);
        }

        _index = _index.With(new TargetRule(definition.Copy()));
        _unreadable.TryRemove(definition.Id, out _);
    }

    // One that cannot be read is named, and all the others are there.
    private TargetRule? Read(StoredTarget target)
    {
        TargetDefinition? otherwise = null;
        try
        {
            TargetSettings settings = JsonSerializer.Deserialize(target.Definition, TargetsJson.Default.TargetSettings) ?? throw new JsonException("There is no definition.");
            otherwise = TargetSettingsMap.ToDefinition(settings.WithKnownZone(), target.TargetId);
            return new TargetRule(TargetSettingsMap.ToDefinition(settings, "Definition").Copy());
        }
        catch (Exception exception) when (StoredDefinition.IsUnreadable(exception))
        {
            string problem = $"Target '{target.TargetId}': {exception.Message}";
            _unreadable[target.TargetId] = (problem, otherwise);
            Log.StoredTargetUnreadable(_logger, problem);
            return null;
        }
    }

    private async ValueTask AloneAsync(Func<ValueTask> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    private async ValueTask<IReadOnlyList<KeyValuePair<ProgressKey, TargetBatch.Share>>> TryApplyAsync(
        IReadOnlyList<KeyValuePair<ProgressKey, TargetBatch.Share>> shares, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredProgress> stored = await _store.ReadAsync([.. shares.Select(share => share.Value.Read(share.Key))], cancellationToken);
        ProgressFold[] folds = [.. stored.Select((progress, i) => shares[i].Value.Fold(progress, _quarantined))];
        ProgressFold[] changed = [.. folds.Where(fold => fold.HasChanged)];
        HashSet<ProgressKey> refused = changed.Length == 0 ? [] : await KeepAsync(changed, cancellationToken);
        // A verdict that came while this was counted has been followed before it was written, and is followed once more.
        await RecountAsync([.. folds.SelectMany(fold => fold.Misjudged).Distinct()], cancellationToken);
        // Who was erased while this was being written has gone before it, and goes once more.
        foreach (string userId in shares.SelectMany(share => share.Value.Events).Where(_banned.IsErased)
            .Select(context => context.UserId).Distinct(StringComparer.Ordinal))
            await EraseAsync(userId, cancellationToken);
        return refused.Count == 0 ? [] : [.. shares.Where(share => refused.Contains(share.Key) && !share.Value.Events.Exists(_banned.IsErased))];
    }

    /// <returns>What was refused.</returns>
    private async ValueTask<HashSet<ProgressKey>> KeepAsync(IReadOnlyList<ProgressFold> folds, CancellationToken cancellationToken)
    {
        foreach (ProgressFold fold in folds.Where(fold => fold.IsSaturated))
            Log.TargetSumSaturated(_logger, fold.Rule.Id);
        ProgressWrite[] writes = await _grants.FinishAsync(folds, cancellationToken);
        IReadOnlyList<ProgressWriteResult> results = await _store.WriteAsync(writes, cancellationToken);
        StoredReward[] rewards = [.. writes.Where((_, i) => results[i].Rewarded).Select(write => write.Reward!)];
        if (rewards.Length > 0)
            await _book.KeptAsync(rewards, cancellationToken);
        return [.. writes.Where((_, i) => !results[i].Written).Select(write => write.Key)];
    }
}

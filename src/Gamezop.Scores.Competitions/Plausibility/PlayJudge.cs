using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Judges plays with every event: folds, judges, keeps the verdict, and tells competitions. Each step is kept before the next one begins;
/// whatever ends a process, the events come
/// again and it comes to the same.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class PlayJudge : IPlayJudge
{
    /// <summary>For how long after its latest event more can come that say something of a play: as long as events are kept, and a play lasts.</summary>
    public static readonly TimeSpan JudgedFor = BoardScope.Retention + TimeSpan.FromDays(1);

    private const int AtOnce = 500;

    private readonly Jury _jury;
    private readonly Dossiers _dossiers;
    private readonly IPlausibilityStore _store;
    private readonly QuarantinedPlays _quarantined;
    private readonly ICompetition[] _competitions;
    private readonly PlausibilityMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PlayJudge(
        Jury jury, IPlausibilityStore store, QuarantinedPlays quarantined, IEnumerable<ICompetition> competitions, PlausibilityMetrics metrics,
        TimeProvider time, ILogger<PlayJudge> logger, IWithinLimits? limits = null)
    {
        (_jury, _store, _quarantined, _competitions, _metrics, _time, _logger) = (jury, store, quarantined, [.. competitions], metrics, time, logger);
        _dossiers = new Dossiers(store, jury, limits);
    }

    public Task Loaded => _loaded.Task;

    public Task Ready => _ready.Task;

    /// <summary>Learns which plays do not count. After a failure it may be called again.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        await _store.StartAsync(cancellationToken);
        JudgedPlayPlace? after = null;
        while (await _store.ListAsync(JudgedPlayList.NotCounting, after, AtOnce, cancellationToken) is { Count: > 0 } page)
        {
            foreach (JudgedPlay play in page)
                _quarantined.Set(play.Play, true);
            after = new JudgedPlayPlace(page[^1].Since, page[^1].Play);
        }

        _loaded.TrySetResult();
    }

    /// <summary>Tells competitions what a process that was killed, or a store that failed, kept them from learning.</summary>
    public ValueTask TellAsync(CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            JudgedPlayPlace? after = null;
            while (await _store.ListAsync(JudgedPlayList.NotApplied, after, AtOnce, cancellationToken) is { Count: > 0 } page)
            {
                await ApplyAsync(page, cancellationToken);
                after = new JudgedPlayPlace(page[^1].Since, page[^1].Play);
            }

            _ready.TrySetResult();
        },
        cancellationToken);

    public async ValueTask<IPendingEvidence?> JudgeAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        // What counts nowhere any more is no evidence either: what it could change is settled.
        ScoreContext[] judged = [.. events.Where(context => context.ReceivedAt - context.Event.Timestamp <= BoardScope.Retention)];
        if (judged.Length == 0)
            return null;
        FoldedPlay[] accepted = [];
        await AloneAsync(
            async () =>
            {
                accepted = await FindAcceptedAsync([.. judged.Where(IsPlain)], cancellationToken);
                var done = accepted.SelectMany(play => play.Events).ToHashSet();
                await JudgeNowAsync([.. judged.Where(context => !done.Contains(context))], cancellationToken);
            },
            cancellationToken);
        FoldedPlay[] news = [.. accepted.Where(play => play.IsNews)];
        return news.Length == 0 ? null : new PendingEvidence(this, news);
    }

    /// <summary>Does with a play what an operator says: whatever its events say, it counts from now on, or never.</summary>
    /// <param name="play">The play.</param>
    /// <param name="release">Whether it counts.</param>
    /// <param name="recordAsync">Records who did it; called when it is kept.</param>
    /// <param name="cancellationToken">Cancels the wait. What is kept by then is recorded and carried out.</param>
    /// <returns>False when it is not, or no longer, shown to operators.</returns>
    public async ValueTask<bool> DecideAsync(PlayId play, bool release, Func<ValueTask> recordAsync, CancellationToken cancellationToken)
    {
        if (!Ready.IsCompletedSuccessfully)
            throw new LeaderboardsNotReadyException();
        bool decided = false;
        await AloneAsync(
            async () =>
            {
                while (!decided && await _store.FindAsync([play], cancellationToken) is [
                    { Status: JudgedPlayStatus.Marked or JudgedPlayStatus.Quarantined } known])
                {
                    JudgedPlay next = known with { Status = release ? JudgedPlayStatus.Released : JudgedPlayStatus.Rejected, ChangedAt = _time.GetUtcNow() };
                    next = next with { IsApplied = known.IsApplied && next.Counts == known.Counts };
                    decided = await SaveAsync([next], cancellationToken);
                    if (!decided)
                        continue;
                    await recordAsync();
                    await ApplyAsync([next with { Version = next.Version + 1 }], CancellationToken.None);
                }
            },
            cancellationToken);
        return decided;
    }

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            await _store.EraseAsync(userId, cancellationToken);
            _quarantined.Forget(userId);
        },
        cancellationToken);

    private bool IsPlain(ScoreContext context) => _jury.IsPlain(context.Event.GameCode);

    // As a rule all of them: plays that break nothing, and never have. What is known of them can be kept together with what they change.
    private async ValueTask<FoldedPlay[]> FindAcceptedAsync(ScoreContext[] events, CancellationToken cancellationToken)
    {
        var folded = await _dossiers.FoldPlainAsync(events, cancellationToken);
        if (folded.Count == 0)
            return [];
        var known = (await _store.FindAsync([.. folded.Select(play => play.Evidence.Play)], cancellationToken)).Select(play => play.Play).ToHashSet();
        return
        [
            .. folded.Where(play => !known.Contains(play.Evidence.Play) && _jury.Judge(play.Evidence).Outcome == PlausibilityOutcome.Accept),
        ];
    }

    private async ValueTask JudgeNowAsync(ScoreContext[] events, CancellationToken cancellationToken)
    {
        foreach (var part in _dossiers.Split(events))
            await JudgePartAsync(part, cancellationToken);
    }

    private async ValueTask JudgePartAsync(ScoreContext[] events, CancellationToken cancellationToken)
    {
        var (plays, sessions) = await _dossiers.FoldAsync(events, cancellationToken);
        foreach (var some in plays.Chunk(AtOnce))
            await JudgeAsync(some, cancellationToken);
        foreach (var session in sessions.Keys)
            await foreach (var some in _dossiers.ReadPlaysAsync(session, AtOnce, cancellationToken))
                await JudgeAsync(some, cancellationToken);
        await _dossiers.MarkJudgedAsync(sessions, cancellationToken);
    }

    // Refused where another batch has brought events of the same play meanwhile: both together may break the rule.
    private async ValueTask KeepAsync(FoldedPlay[] plays, Task others, CancellationToken cancellationToken)
    {
        var written = await _store.WriteAlongAsync([.. plays.Select(play => play.Dossier)], others, cancellationToken);
        ScoreContext[] refused = [.. plays.Where((_, i) => !written[i]).SelectMany(play => play.Events)];
        if (refused.Length > 0)
            await AloneAsync(() => JudgeNowAsync(refused, cancellationToken), cancellationToken);
    }

    private async ValueTask JudgeAsync(PlayId[] plays, CancellationToken cancellationToken)
    {
        Dictionary<PlayId, JudgedPlay> known;
        bool isNews;
        do
        {
            // What was kept is read again until it is what the evidence says: another process may have learnt more in between.
            known = (await _store.FindAsync(plays, cancellationToken)).ToDictionary(play => play.Play);
            var changes = new List<JudgedPlay>();
            foreach ((PlayFacts facts, PlayEvidence evidence) in await _dossiers.ReadAsync(plays, cancellationToken))
                if (Change(known.GetValueOrDefault(evidence.Play), facts, evidence) is { } change)
                    changes.Add(change);
            isNews = changes.Count > 0;
            if (isNews)
                await SaveAsync(changes, cancellationToken);
        }
        while (isNews);
        await ApplyAsync([.. known.Values], cancellationToken);
    }

    // What a play becomes by all that is known of it; null where it is that already.
    private JudgedPlay? Change(JudgedPlay? known, PlayFacts facts, PlayEvidence evidence)
    {
        // Its dossier may have been removed: what an operator releases long afterwards, a dead letter say, is then all that the evidence
        // knows, and clears nothing.
        if (known is { Counts: false } && _time.GetUtcNow() - known.LastAt > JudgedFor)
            return null;
        PlausibilityVerdict verdict = known is { IsFinal: true } ? PlausibilityVerdict.Accept : _jury.Judge(evidence);
        if (known is null && verdict.Outcome == PlausibilityOutcome.Accept)
            return null;
        DateTimeOffset now = _time.GetUtcNow();
        ShownEvent shown = facts.Shown!;
        JudgedPlay old = known ?? new JudgedPlay
        {
            Play = evidence.Play,
            Status = JudgedPlayStatus.Accepted,
            Evidence = "[]",
            Event = null!,
            Since = now,
            ChangedAt = now,
            LastAt = default,
            IsApplied = true,
        };
        JudgedPlay next = old.IsFinal ? old : old with
        {
            Status = verdict.Outcome switch
            {
                PlausibilityOutcome.Accept => JudgedPlayStatus.Accepted,
                PlausibilityOutcome.Mark => JudgedPlayStatus.Marked,
                _ => JudgedPlayStatus.Quarantined,
            },
            Evidence = BreachText.Write(verdict.Breaches),
        };
        bool isNews = next.Status != old.Status || next.Evidence != old.Evidence;
        if (!isNews && known is not null && known.Event.EventId == shown.EventId && known.LastAt == facts.LastAt)
            return null;
        if (next.Status != old.Status)
            Tell(evidence.Play, verdict);
        return next with
        {
            Event = new StoredEvent(shown.EventId, evidence.Play.UserId, shown.ReceivedAt, BreachText.Write(shown.Event)) { Source = shown.Source },
            ChangedAt = isNews ? now : old.ChangedAt,
            LastAt = facts.LastAt,
            IsApplied = old.IsApplied && next.Counts == old.Counts,
        };
    }

    private void Tell(PlayId play, PlausibilityVerdict verdict)
    {
        _metrics.Found(verdict);
        string rules = string.Join(", ", verdict.Breaches.Select(breach => breach.Rule).Distinct(StringComparer.Ordinal));
        switch (verdict.Outcome)
        {
            case PlausibilityOutcome.Quarantine:
                Log.PlayQuarantined(_logger, LogText.Escape(play.GameCode), rules);
                break;
            case PlausibilityOutcome.Mark:
                Log.PlayMarked(_logger, LogText.Escape(play.GameCode), rules);
                break;
            default:
                Log.PlayAccepted(_logger, LogText.Escape(play.GameCode));
                break;
        }

        Log.PlayJudged(_logger, LogText.Escape(play.UserId), LogText.Escape(play.GamePlayId), verdict.Outcome.ToString());
    }

    private async ValueTask<bool> SaveAsync(List<JudgedPlay> plays, CancellationToken cancellationToken) =>
        (await _store.SaveAsync(plays, cancellationToken)).All(saved => saved);

    // The set first: whatever is folded from here on is folded under it, and what was folded before is counted anew.
    private async ValueTask ApplyAsync(IReadOnlyCollection<JudgedPlay> plays, CancellationToken cancellationToken)
    {
        foreach (JudgedPlay play in plays)
            _quarantined.Set(play.Play, !play.Counts);
        if (plays.Where(play => !play.IsApplied).ToList() is not { Count: > 0 } news)
            return;
        PlayId[] changed = [.. news.Select(play => play.Play)];
        await Task.WhenAll(_competitions.Select(competition => competition.RecountAsync(changed, cancellationToken).AsTask()));
        await _store.SaveAsync([.. news.Select(play => play with { IsApplied = true })], cancellationToken);
    }

    private async ValueTask AloneAsync(Func<ValueTask> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class PendingEvidence(PlayJudge judge, FoldedPlay[] plays) : IPendingEvidence
    {
        public ValueTask KeepAsync(Task others, CancellationToken cancellationToken) => judge.KeepAsync(plays, others, cancellationToken);
    }
}

using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <content>A change of times judges the occurrence anew, from the events that are kept.</content>
internal sealed partial class Occurrence
{
    /// <param name="startsAt">The first instant inside from now on; null for the one that it has.</param>
    /// <param name="endsAt">The first instant after it from now on.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="ledger">The events that are kept.</param>
    /// <param name="moved">Called when it concerns other events than before.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    public ValueTask ChangeTimesAsync(
        DateTimeOffset? startsAt, DateTimeOffset endsAt, TournamentAction action, IScoreLedger ledger, Action moved,
            CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            CheckOpen();
            var start = startsAt ?? Document.StartsAt;
            if (endsAt <= start)
                throw new TournamentRefusedException($"Tournament '{Id}' must end after it starts.");
            // By a clock that is ahead, scores may have come a little before the start.
            var needed = (start < Document.StartsAt ? start : Document.StartsAt) - CompetitionsHandler.FutureLimit;
            var keptFrom = await ledger.GetKeptFromAsync(cancellationToken);
            if (needed >= keptFrom && Ranking is not null)
                await JudgeAnewAsync(start, endsAt, action, ledger, needed, moved, cancellationToken);
            else
                await ChangeAheadAsync(start, endsAt, action, keptFrom, moved, cancellationToken);
        },
        cancellationToken);

    /// <summary>Counts what the log has of it.</summary>
    public ValueTask CountLogAsync(IScoreLedger ledger, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            if (!NeedsLog)
                return;
            var ranking = Ranking;
            // What arrives meanwhile is counted as it comes, and may come a second time.
            DateTimeOffset keptFrom = await ledger.GetKeptFromAsync(cancellationToken);
            var neededFrom = Document.LogNeededFrom ?? Document.StartsAt;
            if (neededFrom < keptFrom && keptFrom < DateTimeOffset.MaxValue)
                Log.TournamentCountedPartly(_parts.Logger, Id, neededFrom, keptFrom);
            await foreach (IReadOnlyList<ScoreContext> batch in ledger.ReadAsync(cancellationToken))
                await ApplyAsync([.. batch.Where(context => !CompetitionsHandler.IsFuture(context))], cancellationToken);
            // Standings of a definition that has come meanwhile have only a part of it: it is read again.
            await AloneAsync(
                () => NeedsLog && Ranking == ranking
                    ? SaveAsync(Document with { NeedsLog = false, LogNeededFrom = null }, null, cancellationToken) : default,
                cancellationToken);
        },
        cancellationToken);

    private TournamentRefusedException NotKept(DateTimeOffset keptFrom, string advice)
    {
        string kept = keptFrom < DateTimeOffset.MaxValue ? string.Create(CultureInfo.InvariantCulture, $", only those since {keptFrom:u}") : "";
        return new TournamentRefusedException($"Tournament '{Id}' cannot be judged anew: not all of its events are kept{kept}. {advice}");
    }

    private async ValueTask JudgeAnewAsync(
        DateTimeOffset startsAt, DateTimeOffset endsAt, TournamentAction action, IScoreLedger ledger, DateTimeOffset needed, Action moved,
        CancellationToken cancellationToken)
    {
        var building = NewRanking(Changed())!;
        await BeginAsync(building, cancellationToken);
        try
        {
            // From here on what arrives is counted in both.
            await AloneAsync(
                () =>
                {
                    _building = building;
                    return default;
                },
                cancellationToken);
            moved();
            await foreach (IReadOnlyList<ScoreContext> batch in ledger.ReadAsync(cancellationToken))
                await AloneAsync(
                    () => building.ApplyAsync([.. batch.Where(context => !CompetitionsHandler.IsFuture(context))], cancellationToken), cancellationToken);
            // What was removed while they were read may be missing.
            if (await ledger.GetKeptFromAsync(cancellationToken) is var keptFrom && needed < keptFrom)
                throw NotKept(keptFrom, "Nothing has changed.");
            OccurrenceRanking old = Ranking!;
            await AloneAsync(
                async () =>
                {
                    // As it is by now: a handler may have been told meanwhile.
                    await SaveAsync(Changed(), action, cancellationToken);
                    (Ranking, _building) = (building, null);
                    FollowBans();
                },
                cancellationToken);
            await old.RemoveAsync(CancellationToken.None);
        }
        finally
        {
            await AloneAsync(
                async () =>
                {
                    if (_building is null)
                        return;
                    _building = null;
                    await building.RemoveAsync(CancellationToken.None);
                },
                CancellationToken.None);
            moved();
        }

        OccurrenceDocument Changed() => Document with
        {
            StartsAt = startsAt,
            EndsAt = endsAt,
            Revision = Document.Revision + 1,
            NeedsLog = false,
            LogNeededFrom = null,
            NeedsRecount = false,
            WasLonger = false,
        };
    }

    // Without its events nothing can be judged anew. What is still ahead can be changed all the same: no score has been judged by it yet.
    private async ValueTask ChangeAheadAsync(
        DateTimeOffset startsAt, DateTimeOffset endsAt, TournamentAction action, DateTimeOffset keptFrom, Action moved, CancellationToken cancellationToken)
    {
        var now = _parts.Time.GetUtcNow();
        var startIsAhead = now < Document.StartsAt && now <= startsAt;
        // The new end was not past when it was asked for; the change itself comes a moment later.
        var endIsAhead = now < Document.EndsAt && action.At <= endsAt;
        if ((startsAt != Document.StartsAt && !startIsAhead) || !endIsAhead)
            throw NotKept(keptFrom, "Only a start or an end that is still ahead can be changed, and not to a time that is past.");
        try
        {
            await MoveAsync();
        }
        finally
        {
            // Also when what follows the change has failed: the new times hold, and scores must find their way.
            moved();
        }

        ValueTask MoveAsync() => AloneAsync(
            async () =>
            {
                // What is known before the start is of clocks that are ahead, and before a later start it does not count.
                var isLater = startsAt > Document.StartsAt;
                var isShorter = endsAt < Document.EndsAt;
                var old = RankingName;
                var changed = Document with
                {
                    StartsAt = startsAt,
                    EndsAt = endsAt,
                    Revision = Document.Revision + (isLater ? 1 : 0),
                    NeedsRecount = !isLater && (Document.NeedsRecount || isShorter || Document.WasLonger),
                    WasLonger = !isLater && (Document.WasLonger || isShorter),
                    // Also a log that is not whole has what clocks that are ahead have sent, and the earlier final scores of plays whose best
                    // one is outside by now.
                    NeedsLog = Document.NeedsLog || keptFrom < DateTimeOffset.MaxValue,
                    LogNeededFrom = Document.NeedsLog ? Document.LogNeededFrom : now - CompetitionsHandler.FutureLimit,
                };
                var ranking = NewRanking(changed);
                if (ranking is not null && isLater)
                    await BeginAsync(ranking, cancellationToken);
                else if (ranking is not null)
                    await ranking.LoadAsync(cancellationToken);
                await SaveAsync(changed, action, cancellationToken);
                Ranking = ranking;
                FollowBans();
                if (isLater)
                    await _parts.Rankings.RemoveBoardAsync(old, CancellationToken.None);
                await RecountAllAsync(CancellationToken.None);
            },
            cancellationToken);
    }

    // Clocks that are ahead, and the moment between the question and the change, bring scores that an earlier end leaves outside. What a kill
    // or a fault cuts off is done with the next start, and before the settlement at the latest.
    private async ValueTask RecountAllAsync(CancellationToken cancellationToken)
    {
        if (!Document.NeedsRecount || Ranking is not { } ranking)
            return;
        await ranking.RecountAllAsync(cancellationToken);
        await SaveAsync(Document with { NeedsRecount = false }, null, cancellationToken);
    }
}

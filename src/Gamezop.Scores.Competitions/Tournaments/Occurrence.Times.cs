using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <content>A change of times judges the occurrence anew, from the events that are kept.</content>
internal sealed partial class Occurrence
{
    /// <param name="startsAt">The first instant inside from now on.</param>
    /// <param name="endsAt">The first instant after it from now on.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="ledger">The events that are kept.</param>
    /// <param name="moved">Called when it concerns other events than before.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    public ValueTask ChangeTimesAsync(DateTimeOffset startsAt, DateTimeOffset endsAt, TournamentAction action, IScoreLedger ledger, Action moved, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            CheckOpen();
            if (endsAt <= startsAt)
                throw new TournamentRefusedException($"Tournament '{Id}' must end after it starts.");
            OccurrenceDocument changed = Document with { StartsAt = startsAt, EndsAt = endsAt };
            // By a clock that is ahead, scores may have come a little before the start.
            DateTimeOffset needed = (startsAt < Document.StartsAt ? startsAt : Document.StartsAt) - CompetitionsHandler.FutureLimit;
            DateTimeOffset keptFrom = await ledger.GetKeptFromAsync(cancellationToken);
            if (needed >= keptFrom && Ranking is not null)
                await JudgeAnewAsync(changed with { Revision = Document.Revision + 1, NeedsLog = false }, action, ledger, needed, moved, cancellationToken);
            else
                await ChangeAheadAsync(changed, action, keptFrom, moved, cancellationToken);
        },
        cancellationToken);

    /// <summary>Counts what the log has of it.</summary>
    public ValueTask CountLogAsync(IScoreLedger ledger, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            if (!NeedsLog)
                return;
            // What arrives meanwhile is counted as it comes, and may come a second time.
            DateTimeOffset keptFrom = await ledger.GetKeptFromAsync(cancellationToken);
            if (Document.StartsAt < keptFrom && keptFrom < DateTimeOffset.MaxValue)
                Log.TournamentCountedPartly(_parts.Logger, Id, Document.StartsAt, keptFrom);
            await foreach (IReadOnlyList<ScoreContext> batch in ledger.ReadAsync(cancellationToken))
                await ApplyAsync([.. batch.Where(context => !CompetitionsHandler.IsFuture(context))], cancellationToken);
            await AloneAsync(() => NeedsLog ? SaveAsync(Document with { NeedsLog = false }, null, cancellationToken) : default, cancellationToken);
        },
        cancellationToken);

    private TournamentRefusedException NotKept(DateTimeOffset keptFrom, string advice)
    {
        string kept = keptFrom < DateTimeOffset.MaxValue ? string.Create(CultureInfo.InvariantCulture, $", only those since {keptFrom:u}") : "";
        return new TournamentRefusedException($"Tournament '{Id}' cannot be judged anew: not all of its events are kept{kept}. {advice}");
    }

    private async ValueTask JudgeAnewAsync(
        OccurrenceDocument changed, TournamentAction action, IScoreLedger ledger, DateTimeOffset needed, Action moved, CancellationToken cancellationToken)
    {
        OccurrenceRanking building = NewRanking(changed)!;
        await building.RemoveAsync(cancellationToken);
        await building.SaveAsync(cancellationToken);
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
                await AloneAsync(() => building.ApplyAsync([.. batch.Where(context => !CompetitionsHandler.IsFuture(context))], cancellationToken), cancellationToken);
            // What was removed while they were read may be missing.
            if (await ledger.GetKeptFromAsync(cancellationToken) is var keptFrom && needed < keptFrom)
                throw NotKept(keptFrom, "Nothing has changed.");
            OccurrenceRanking old = Ranking!;
            await AloneAsync(
                async () =>
                {
                    await SaveAsync(changed, action, cancellationToken);
                    (Ranking, _building) = (building, null);
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
    }

    // Without its events nothing can be judged anew. What is still ahead can be changed all the same: no score has been judged by it yet.
    private async ValueTask ChangeAheadAsync(
        OccurrenceDocument changed, TournamentAction action, DateTimeOffset keptFrom, Action moved, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _parts.Time.GetUtcNow();
        bool startIsAhead = now < Document.StartsAt && now <= changed.StartsAt;
        bool endIsAhead = now < Document.EndsAt && now <= changed.EndsAt;
        if ((changed.StartsAt != Document.StartsAt && !startIsAhead) || !endIsAhead)
            throw NotKept(keptFrom, "Only a start or an end that is still ahead can be changed, and not to a time that is past.");
        await AloneAsync(
            async () =>
            {
                await SaveAsync(changed, action, cancellationToken);
                if (NewRanking(changed) is not { } ranking)
                    return;
                await ranking.LoadAsync(cancellationToken);
                Ranking = ranking;
            },
            cancellationToken);
        moved();
    }
}

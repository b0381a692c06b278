namespace Gamezop.Scores.Competitions;

/// <content>What operators do. Everything is kept together with who did it and why.</content>
internal sealed partial class Occurrence
{
    public ValueTask GrantAttemptsAsync(string userId, int attempts, TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        () => AloneAsync(
            async () =>
            {
                CheckOpen();
                if (Definition.MaxAttempts is null)
                    throw new TournamentRefusedException($"Tournament '{Id}' has no MaxAttempts: every play counts.");
                await _parts.Tournaments.ChangePlayerAsync(Id, userId, attempts, false, action, cancellationToken);
                await RecountAsync([userId], cancellationToken);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Takes a player out: of the standings while they are open, and of the prizes always.</summary>
    public ValueTask DisqualifyAsync(string userId, TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            await AloneAsync(
                async () =>
                {
                    CheckThere();
                    if (Document.Stage == OccurrenceStage.Cancelled)
                        throw new TournamentRefusedException($"Tournament '{Id}' was cancelled.");
                    await _parts.Tournaments.ChangePlayerAsync(Id, userId, 0, true, action, cancellationToken);
                    _disqualified[userId] = true;
                },
                cancellationToken);
            if (Document.Stage == OccurrenceStage.Open)
            {
                Ranking?.Standings.Hide(userId);
                _building?.Standings.Hide(userId);
            }
            else if (Document.Stage == OccurrenceStage.Finished)
            {
                await WithdrawFromDisqualifiedAsync(cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Removes scores of a player, as if they had not been made.</summary>
    /// <param name="userId">The player.</param>
    /// <param name="removalOf">What is to be removed of the plays that are known.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="cancellationToken">Cancels the wait; once it is kept, it is carried out.</param>
    /// <returns>Whether anything of it is there.</returns>
    public async ValueTask<bool> RemoveScoresAsync(
        string userId, Func<IReadOnlyCollection<KeyValuePair<PlayKey, Play>>, ScoreRemoval> removalOf, TournamentAction action,
            CancellationToken cancellationToken)
    {
        bool found = false;
        await OperateAsync(
            () => AloneAsync(
                async () =>
                {
                    CheckOpen();
                    if (Ranking is not { } ranking || await ranking.FindPlaysAsync(userId, cancellationToken) is not { Count: > 0 } plays)
                        return;
                    var removal = removalOf(plays) with { IsApplied = true };
                    if (!plays.Any(play => removal.Contains(play.Key, play.Value)))
                        return;
                    // From this write on its events do not count any more, however they come. What a kill cuts off is carried out with the next start.
                    await SaveAsync(Document with { Removals = ScoreRemoval.Add(Document.Removals, removal) }, action, cancellationToken);
                    found = true;
                    ranking.Removed.Set(Document.Removals);
                    await ranking.RemoveAsync([userId], CancellationToken.None);
                },
                cancellationToken),
            cancellationToken);
        return found;
    }

    public ValueTask CancelAsync(TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            var isCancelled = false;
            await AloneAsync(
                async () =>
                {
                    if (Document.Stage == OccurrenceStage.Cancelled)
                        return;
                    CheckOpen();
                    var cancelled = Document with { Stage = OccurrenceStage.Cancelled, CancelledAt = action.At, Removals = [] };
                    await SaveAsync(cancelled, action, cancellationToken);
                    isCancelled = true;
                },
                cancellationToken);
            if (!isCancelled || Ranking is not { } ranking)
                return;
            ranking.Forget();
            await ranking.RemoveAsync(cancellationToken);
        },
        cancellationToken);

    public ValueTask SetHeldAsync(bool held, TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        () => AloneAsync(
            async () =>
            {
                CheckOpen();
                await SaveAsync(Document with { IsHeld = held }, action, cancellationToken);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>
    /// Makes standings for a definition that has changed before the start: nothing of what the old one counted is in them. For whoever keeps
    /// the document, while it stands still.
    /// </summary>
    /// <param name="changed">What is to take place now.</param>
    /// <param name="needsLog">Whether the log has events that may have come already.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    public async ValueTask<RedefinedOccurrence> RedefineAsync(OccurrenceDocument changed, bool needsLog, CancellationToken cancellationToken)
    {
        var document = changed with
        {
            Revision = Document.Revision + 1,
            IsHeld = Document.IsHeld,
            Removals = Document.Removals,
            NeedsLog = needsLog,
        };
        var ranking = NewRanking(document);
        if (ranking is not null)
            await BeginAsync(ranking, cancellationToken);
        return new RedefinedOccurrence(this, document, ranking);
    }

    /// <summary>Goes on under what is kept now, while it stands still.</summary>
    /// <returns>The name of the standings that nobody reads any more.</returns>
    public string Take(RedefinedOccurrence redefined)
    {
        var old = RankingName;
        (Document, Definition, Ranking) = (redefined.Document, DefinitionOf(redefined.Document), redefined.Ranking);
        return old;
    }

    /// <summary>Goes out of use, while it stands still: from now on nothing of it is kept.</summary>
    public void Seal() => _removed = true;

    /// <summary>Removes the standings of an occurrence that is out of use.</summary>
    public ValueTask RemoveStandingsAsync(CancellationToken cancellationToken) => OperateAsync(
        () => AloneAsync(() => _parts.Rankings.RemoveBoardAsync(RankingName, cancellationToken), cancellationToken), cancellationToken);

    // What a change that was cut off has left of them goes first.
    private static async ValueTask BeginAsync(OccurrenceRanking ranking, CancellationToken cancellationToken)
    {
        await ranking.RemoveAsync(cancellationToken);
        await ranking.SaveAsync(cancellationToken);
    }

    private void CheckThere()
    {
        if (_removed)
            throw new TournamentRefusedException($"Tournament '{Id}' has been removed.");
    }

    private void CheckOpen()
    {
        CheckThere();
        if (Document.Stage != OccurrenceStage.Open)
        {
            var state = Document.Stage == OccurrenceStage.Cancelled ? "was cancelled" : "is being settled, or is settled already";
            throw new TournamentRefusedException($"Tournament '{Id}' {state}.");
        }
    }

    /// <summary>Runs what an operator asked for, or a settlement, while no other one runs. Scores need not wait.</summary>
    private async ValueTask OperateAsync(Func<ValueTask> operation, CancellationToken cancellationToken)
    {
        await _operating.WaitAsync(cancellationToken);
        try
        {
            await operation();
        }
        finally
        {
            _operating.Release();
        }
    }
}

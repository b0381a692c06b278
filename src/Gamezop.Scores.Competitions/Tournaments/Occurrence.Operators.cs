namespace Gamezop.Scores.Competitions;

/// <content>What operators do. Everything is kept together with who did it and why.</content>
internal sealed partial class Occurrence
{
    public ValueTask GrantAttemptsAsync(string userId, int attempts, TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            CheckOpen();
            if (Definition.MaxAttempts is null)
                throw new TournamentRefusedException($"Tournament '{Id}' has no MaxAttempts: every play counts.");
            await AloneAsync(
                async () =>
                {
                    await _parts.Tournaments.ChangePlayerAsync(Id, userId, attempts, false, action, cancellationToken);
                    await RecountAsync([userId], cancellationToken);
                },
                cancellationToken);
        },
        cancellationToken);

    /// <summary>Takes a player out: of the standings while they are open, and of the prizes always.</summary>
    public ValueTask DisqualifyAsync(string userId, TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            if (Document.Stage == OccurrenceStage.Cancelled)
                throw new TournamentRefusedException($"Tournament '{Id}' was cancelled.");
            await _parts.Tournaments.ChangePlayerAsync(Id, userId, 0, true, action, cancellationToken);
            _disqualified[userId] = true;
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
    /// <param name="cancellationToken">Gives up waiting; once it is kept, it is carried out.</param>
    /// <returns>Whether anything of it is there.</returns>
    public async ValueTask<bool> RemoveScoresAsync(
        string userId, Func<IReadOnlyCollection<KeyValuePair<PlayKey, Play>>, ScoreRemoval> removalOf, TournamentAction action, CancellationToken cancellationToken)
    {
        bool found = false;
        await OperateAsync(
            async () =>
            {
                CheckOpen();
                await AloneAsync(
                    async () =>
                    {
                        if (Ranking is not { } ranking || await ranking.FindPlaysAsync(userId, cancellationToken) is not { Count: > 0 } plays)
                            return;
                        ScoreRemoval removal = removalOf(plays) with { IsApplied = true };
                        if (!plays.Any(play => removal.Contains(play.Key, play.Value)))
                            return;
                        // From this write on its events do not count any more, however they come. What a kill cuts off is carried out with the next start.
                        await SaveAsync(Document with { Removals = [.. Document.Removals, removal] }, action, cancellationToken);
                        found = true;
                        ranking.Removed.Set(Document.Removals);
                        await ranking.RemoveAsync([userId], CancellationToken.None);
                    },
                    cancellationToken);
            },
            cancellationToken);
        return found;
    }

    public ValueTask CancelAsync(TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            if (Document.Stage == OccurrenceStage.Cancelled)
                return;
            CheckOpen();
            await AloneAsync(() => SaveAsync(Document with { Stage = OccurrenceStage.Cancelled }, action, cancellationToken), cancellationToken);
            if (Ranking is not { } ranking)
                return;
            ranking.Forget();
            await ranking.RemoveAsync(cancellationToken);
        },
        cancellationToken);

    public ValueTask SetHeldAsync(bool held, TournamentAction action, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            CheckOpen();
            await AloneAsync(() => SaveAsync(Document with { IsHeld = held }, action, cancellationToken), cancellationToken);
        },
        cancellationToken);

    /// <summary>Gives it a definition that has changed before it starts.</summary>
    public ValueTask RedefineAsync(OccurrenceDocument document, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            await SaveAsync(document, null, cancellationToken);
            Definition = DefinitionOf(document);
            if (NewRanking(document) is not { } ranking)
            {
                Ranking = null;
                return;
            }

            await ranking.SaveAsync(cancellationToken);
            await ranking.LoadAsync(cancellationToken);
            Ranking = ranking;
        },
        cancellationToken);

    /// <summary>Goes out of use: the tournament, or this occurrence of it, is no longer.</summary>
    public ValueTask RemoveAsync(Func<ValueTask> forget, CancellationToken cancellationToken) => OperateAsync(
        () => AloneAsync(
            async () =>
            {
                await forget();
                _removed = true;
                await _parts.Rankings.RemoveBoardAsync(RankingName, cancellationToken);
            },
            cancellationToken),
        cancellationToken);

    private void CheckOpen()
    {
        if (_removed || Document.Stage != OccurrenceStage.Open)
            throw new TournamentRefusedException(Document.Stage == OccurrenceStage.Cancelled ? $"Tournament '{Id}' was cancelled." : $"Tournament '{Id}' is being settled, or is settled already.");
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

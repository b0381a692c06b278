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

namespace Gamezop.Scores.Competitions;

/// <content>What players and operators do.</content>
internal sealed partial class Tournaments
{
    public async ValueTask<TournamentJoin> JoinAsync(string id, string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Occurrence occurrence = views.Occurrence(id);
        return await occurrence.JoinAsync(
            userId, (key, confirm) => _gate.AdmitAsync(new TournamentAdmission(key, occurrence.Describe(views.Now), userId), confirm), cancellationToken);
    }

    public async ValueTask CreateAsync(TournamentDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        TournamentValidation.Validate(definition);
        views.CheckReady();
        await catalog.AddAsync(definition, cancellationToken);
    }

    public async ValueTask ChangeAsync(TournamentDefinition definition, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        TournamentValidation.Validate(definition);
        Tournament tournament = views.Tournament(definition.Id);
        await catalog.ChangeAsync(tournament, definition, Action("change", tournament.Id, null, null, actor, reason), cancellationToken);
    }

    public async ValueTask CancelAsync(string id, string actor, string reason, CancellationToken cancellationToken)
    {
        Occurrence occurrence = views.Occurrence(id);
        try
        {
            await occurrence.CancelAsync(Action("cancel", occurrence, null, actor, reason), cancellationToken);
        }
        finally
        {
            // Also when what follows the cancelling has failed.
            catalog.Reindex();
        }
    }

    public async ValueTask RemoveAsync(string tournamentId, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tournamentId);
        views.CheckReady();
        TournamentAction action = Action("remove", tournamentId, null, null, actor, reason);
        if (!await catalog.RemoveRefusedAsync(tournamentId, action, cancellationToken))
            await catalog.RemoveAsync(views.Tournament(tournamentId), action, cancellationToken);
    }

    public async ValueTask GrantAttemptsAsync(string id, string userId, int attempts, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attempts, 1_000_000);
        Occurrence occurrence = views.Occurrence(id);
        await occurrence.GrantAttemptsAsync(userId, attempts, Action("grant-attempts", occurrence, userId, actor, reason), cancellationToken);
    }

    public async ValueTask DisqualifyAsync(string id, string userId, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Occurrence occurrence = views.Occurrence(id);
        await occurrence.DisqualifyAsync(userId, Action("disqualify", occurrence, userId, actor, reason), cancellationToken);
    }

    public async ValueTask<bool> RemoveEntryAsync(string id, string userId, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Occurrence occurrence = views.Occurrence(id);
        return await occurrence.RemoveScoresAsync(
            userId, plays => ScoreRemoval.OfEntry(userId, OccurrenceRanking.Span, plays, DateTimeOffset.MinValue, views.Now),
            Action("remove-entry", occurrence, userId, actor, reason), cancellationToken);
    }

    public async ValueTask<bool> RemovePlayAsync(string id, PlayId play, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(play.UserId, nameof(play));
        ArgumentException.ThrowIfNullOrEmpty(play.GameCode, nameof(play));
        ArgumentException.ThrowIfNullOrEmpty(play.GamePlayId, nameof(play));
        Occurrence occurrence = views.Occurrence(id);
        return await occurrence.RemoveScoresAsync(play.UserId, _ =>
            ScoreRemoval.OfPlay(play), Action("remove-play", occurrence, play.UserId, actor, reason), cancellationToken);
    }

    public async ValueTask EndNowAsync(string id, string actor, string reason, CancellationToken cancellationToken)
    {
        Occurrence occurrence = views.Occurrence(id);
        var action = Action("end-now", occurrence, null, actor, reason);
        if (occurrence.StatusAt(action.At) != TournamentStatus.Live || action.At == occurrence.Document.StartsAt)
            throw new TournamentRefusedException($"Tournament '{occurrence.Id}' is not live.");
        // The moment that was asked for is the one that is recorded: by the time of the change it is past.
        await ChangeTimesAsync(occurrence, null, action.At, action, cancellationToken);
    }

    public async ValueTask ExtendAsync(string id, DateTimeOffset endsAt, string actor, string reason, CancellationToken cancellationToken)
    {
        Occurrence occurrence = views.Occurrence(id);
        if (endsAt <= occurrence.Document.EndsAt)
            throw new TournamentRefusedException($"Tournament '{occurrence.Id}' ends at {occurrence.Document.EndsAt:u}: an extension ends later.");
        await ChangeTimesAsync(occurrence, null, endsAt.ToUniversalTime(), Action("extend", occurrence, null, actor, reason), cancellationToken);
    }

    public async ValueTask RescheduleAsync(
        string id, DateTimeOffset startsAt, DateTimeOffset endsAt, string actor, string reason, CancellationToken cancellationToken)
    {
        Occurrence occurrence = views.Occurrence(id);
        await ChangeTimesAsync(occurrence, startsAt.ToUniversalTime(), endsAt.ToUniversalTime(),
            Action("reschedule", occurrence, null, actor, reason), cancellationToken);
    }

    public async ValueTask HoldAsync(string id, string actor, string reason, CancellationToken cancellationToken)
    {
        Occurrence occurrence = views.Occurrence(id);
        await occurrence.SetHeldAsync(true, Action("hold", occurrence, null, actor, reason), cancellationToken);
    }

    public async ValueTask ReleaseAsync(string id, string actor, string reason, CancellationToken cancellationToken)
    {
        Occurrence occurrence = views.Occurrence(id);
        await occurrence.SetHeldAsync(false, Action("release", occurrence, null, actor, reason), cancellationToken);
    }

    private async ValueTask ChangeTimesAsync(
        Occurrence occurrence, DateTimeOffset? startsAt, DateTimeOffset endsAt, TournamentAction action, CancellationToken cancellationToken)
    {
        object claim = await catalog.ClaimAsync(occurrence, startsAt, endsAt, cancellationToken);
        try
        {
            await occurrence.ChangeTimesAsync(startsAt, endsAt, action, ledger, catalog.Reindex, cancellationToken);
        }
        finally
        {
            occurrence.GiveBack(claim);
        }

        await catalog.TryCountLogsAsync(cancellationToken);
    }

    private TournamentAction Action(string kind, Occurrence occurrence, string? userId, string actor, string reason) =>
        Action(kind, occurrence.TournamentId, occurrence.Id, userId, actor, reason);

    private TournamentAction Action(string kind, string tournamentId, string? occurrenceId, string? userId, string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentNullException.ThrowIfNull(reason);
        return new TournamentAction(views.Now, kind, tournamentId, occurrenceId, userId, actor, reason);
    }
}

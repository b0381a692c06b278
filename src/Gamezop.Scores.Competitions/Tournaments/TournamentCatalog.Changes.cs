namespace Gamezop.Scores.Competitions;

/// <content>New definitions, changed ones, removed ones.</content>
internal sealed partial class TournamentCatalog
{
    /// <summary>Adds a tournament that must not be there yet.</summary>
    public ValueTask AddAsync(TournamentDefinition definition, CancellationToken cancellationToken) => ChangingAsync(
        async () =>
        {
            if (FindTournament(definition.Id) is not null)
                throw new TournamentDefinitionException(definition.Id, nameof(definition.Id), "is the id of a tournament that is there already");
            if (new TournamentSchedule(definition).First(parts.Time.GetUtcNow()) is null)
                throw new TournamentDefinitionException(definition.Id, nameof(definition.StartsAt), "and Duration, Cron and Until leave nothing that is not over already");
            await CreateAsync(definition, atRunTime: true, cancellationToken);
        },
        cancellationToken);

    /// <summary>Takes a definition over from the next occurrence on.</summary>
    public ValueTask ChangeAsync(Tournament tournament, TournamentDefinition definition, TournamentAction action, CancellationToken cancellationToken) => ChangingAsync(
        () => ChangeInsideAsync(tournament, definition, action, cancellationToken), cancellationToken);

    /// <summary>Removes a tournament with everything in it.</summary>
    public ValueTask RemoveAsync(Tournament tournament, TournamentAction action, CancellationToken cancellationToken) => ChangingAsync(
        async () =>
        {
            DateTimeOffset now = parts.Time.GetUtcNow();
            if (tournament.Occurrences.FirstOrDefault(occurrence => occurrence.StatusAt(now) is TournamentStatus.Live or TournamentStatus.Settling) is { } running)
                throw new TournamentRefusedException($"Tournament '{running.Id}' is under way: cancel it first, or wait until it is finished.");
            // The list first: from then on nothing of it comes back.
            await parts.Tournaments.SaveAsync(
                new TournamentWrite { RemovedTournament = tournament.Id, RemovedOccurrences = [.. tournament.Occurrences.Select(occurrence => occurrence.Id)], Action = action }, cancellationToken);
            _tournaments.TryRemove(tournament.Id, out _);
            await ForgetAsync(tournament.Occurrences, static () => default, cancellationToken);
        },
        cancellationToken);

    /// <summary>Removes a user while nothing of theirs can be written.</summary>
    public async ValueTask EraseAsync(string userId, Func<ValueTask> erase, CancellationToken cancellationToken)
    {
        Occurrence[] open = [.. _occurrences.Values.Where(occurrence => occurrence.Document.Stage is not (OccurrenceStage.Finished or OccurrenceStage.Cancelled)).OrderBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
        // What takes its time, a settlement, comes first: only then does every occurrence's turn have to be held until the last one is reached, so that no score that is being written brings
        // the user back.
        await AroundAsync(
            open, 0, (occurrence, inner) => occurrence.UnsettledAsync(inner, cancellationToken),
            () => AroundAsync(
                open, 0, (occurrence, inner) => occurrence.EraseAsync(userId, inner, cancellationToken),
                async () =>
                {
                    await parts.Tournaments.EraseAsync(userId, cancellationToken);
                    await erase();
                }));
        foreach (Occurrence over in _occurrences.Values.Except(open))
            await over.ForgetAsync(userId, cancellationToken);
    }

    private static ValueTask AroundAsync(Occurrence[] occurrences, int next, Func<Occurrence, Func<ValueTask>, ValueTask> around, Func<ValueTask> work) =>
        next == occurrences.Length ? work() : around(occurrences[next], () => AroundAsync(occurrences, next + 1, around, work));

    private async ValueTask ForgetAsync(IReadOnlyList<Occurrence> occurrences, Func<ValueTask> forget, CancellationToken cancellationToken)
    {
        foreach (Occurrence occurrence in occurrences)
        {
            _occurrences.TryRemove(occurrence.Id, out _);
            await occurrence.RemoveAsync(forget, cancellationToken);
        }

        Reindex();
    }

    private async ValueTask CreateAsync(TournamentDefinition definition, bool atRunTime, CancellationToken cancellationToken)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        LeaderboardOrder? order = definition.Order == LeaderboardOrder.FromGamezop ? await ResolveAsync(definition, refuse: atRunTime, cancellationToken) : null;
        var document = new TournamentDocument
        {
            Definition = TournamentSettingsMap.ToSettings(definition.Copy()),
            Order = order,
            AddedAtRunTime = atRunTime,
            CreatedAt = now,
        };
        var tournament = new Tournament(document, isRetired: false);
        await RollAsync(tournament, now, cancellationToken);
        _tournaments[tournament.Id] = tournament;
    }

    // What code or configuration says now: of what has begun nothing changes.
    private async ValueTask TakeOverAsync(Tournament tournament, TournamentDefinition definition, CancellationToken cancellationToken)
    {
        if (TournamentDocument.Same(tournament.Document.Definition, TournamentSettingsMap.ToSettings(definition.Copy())))
            return;
        try
        {
            await ChangeInsideAsync(tournament, definition, null, cancellationToken);
        }
        catch (Exception refused) when (refused is TournamentDefinitionException or TournamentRefusedException)
        {
            // What runs already must not keep the host from starting.
            Log.TournamentUnchanged(logger, definition.Id, refused.Message);
        }
    }

    private async ValueTask ChangeInsideAsync(Tournament tournament, TournamentDefinition definition, TournamentAction? action, CancellationToken cancellationToken)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        bool recurring = definition.Cron is not null;
        if (recurring != tournament.Schedule.IsRecurring)
            throw new TournamentDefinitionException(definition.Id, nameof(definition.Cron), "cannot be added or taken away: ids of occurrences would change their meaning");
        // Those that an operator has moved stay where they were put.
        Occurrence[] upcoming = [.. tournament.Occurrences.Where(occurrence => occurrence.StatusAt(now) == TournamentStatus.Upcoming && occurrence.Document.StartsAt == occurrence.Document.ScheduledAt)];
        if (!recurring && upcoming.Length == 0)
            throw new TournamentRefusedException($"Tournament '{definition.Id}' takes place once and has begun: there is no next occurrence that could be changed.");

        LeaderboardOrder? order = definition.Order == LeaderboardOrder.FromGamezop ? await ResolveAsync(definition, refuse: true, cancellationToken) : null;
        DateTimeOffset? last = tournament.Occurrences.Except(upcoming).Select(occurrence => (DateTimeOffset?)occurrence.Document.ScheduledAt).Max();
        TournamentDocument document = tournament.Document with { Definition = TournamentSettingsMap.ToSettings(definition.Copy()), Order = order, LastStart = last };
        var changed = new Tournament(document, isRetired: false);
        DateTimeOffset? next = changed.Schedule.First(now) is { } first && !(first <= last) ? first : changed.Schedule.Next(now);
        Occurrence[] moved = [.. upcoming.Where(occurrence => recurring && occurrence.Document.ScheduledAt != next)];
        if (moved.Length < upcoming.Length)
            document = document with { LastStart = next ?? last };
        (Occurrence Occurrence, OccurrenceDocument Document)[] kept =
        [
            .. upcoming.Except(moved).Select(occurrence => (
                occurrence, changed.Occurrence(recurring ? occurrence.Document.ScheduledAt : definition.StartsAt.ToUniversalTime()) with { Revision = occurrence.Document.Revision })),
        ];
        await parts.Tournaments.SaveAsync(
            new TournamentWrite
            {
                Tournament = new StoredTournament(tournament.Id, document.Write()),
                Occurrences = [.. kept.Select(pair => pair.Occurrence.Stored(pair.Document))],
                RemovedOccurrences = [.. moved.Select(occurrence => occurrence.Id)],
                Action = action,
            },
            cancellationToken);
        tournament.Change(document);
        tournament.Occurrences = [.. tournament.Occurrences.Except(moved)];
        foreach ((Occurrence occurrence, OccurrenceDocument redefined) in kept)
            await occurrence.RedefineAsync(redefined, cancellationToken);
        await ForgetAsync(moved, static () => default, cancellationToken);
        await RollAsync(tournament, now, cancellationToken);
    }

    private async ValueTask SetOrderAsync(Tournament tournament, LeaderboardOrder order, CancellationToken cancellationToken)
    {
        TournamentDocument document = tournament.Document with { Order = order };
        await parts.Tournaments.SaveAsync(new TournamentWrite { Tournament = new StoredTournament(tournament.Id, document.Write()) }, cancellationToken);
        tournament.Change(document);
        foreach (Occurrence occurrence in tournament.Occurrences)
            await occurrence.SetOrderAsync(order, cancellationToken);
    }

    private async ValueTask<LeaderboardOrder?> ResolveAsync(TournamentDefinition definition, bool refuse, CancellationToken cancellationToken)
    {
        var asked = new LeaderboardDefinition { Id = definition.Id, Games = definition.Games, GamezopLeaderboards = definition.GamezopLeaderboards, Order = definition.Order };
        try
        {
            return await orders.ResolveSoonAsync(asked, cancellationToken);
        }
        catch (LeaderboardDefinitionException refused)
        {
            if (refuse)
                throw new TournamentDefinitionException(definition.Id, refused.Member, refused.Message[(refused.Message.IndexOf(refused.Member, StringComparison.Ordinal) + refused.Member.Length)..].Trim(' ', '.'));
            // What Gamezop says of one tournament must not stop a host that may have been up for months: its events wait until that is mended.
            Log.OrderRefused(logger, definition.Id, refused.Message);
            return null;
        }
    }
}

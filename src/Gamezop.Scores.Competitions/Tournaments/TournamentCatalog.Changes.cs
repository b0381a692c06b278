namespace Gamezop.Scores.Competitions;

/// <content>New definitions, changed ones, removed ones.</content>
internal sealed partial class TournamentCatalog
{
    /// <summary>Adds a tournament that must not be there yet.</summary>
    public async ValueTask AddAsync(TournamentDefinition definition, CancellationToken cancellationToken)
    {
        await ChangingAsync(
            async () =>
            {
                if (FindTournament(definition.Id) is not null)
                    throw new TournamentDefinitionException(definition.Id, nameof(definition.Id), "is the id of a tournament that is there already");
                if (_refused.ContainsKey(definition.Id))
                    throw new TournamentDefinitionException(
                        definition.Id, nameof(definition.Id), "is the id of a tournament that is kept and cannot be read: remove that one first");
                if (new TournamentSchedule(definition).First(parts.Time.GetUtcNow()) is null)
                    throw new TournamentDefinitionException(
                        definition.Id, nameof(definition.StartsAt), "and Duration, Cron and Until leave nothing that is not over already");
                await CreateAsync(definition, atRunTime: true, cancellationToken);
            },
            cancellationToken);
        await TryCountLogsAsync(cancellationToken);
    }

    /// <summary>Takes a definition over from the next occurrence on.</summary>
    public async ValueTask ChangeAsync(Tournament tournament, TournamentDefinition definition, TournamentAction action, CancellationToken cancellationToken)
    {
        await ChangingAsync(
            () =>
            {
                CheckThere(tournament);
                return ChangeInsideAsync(tournament, definition, action, cancellationToken);
            },
            cancellationToken);
        await TryCountLogsAsync(cancellationToken);
    }

    /// <summary>Keeps a time free for an occurrence whose times are to be changed.</summary>
    /// <returns>What to give back to the occurrence.</returns>
    /// <exception cref="TournamentRefusedException">Another occurrence of the tournament runs then.</exception>
    public async ValueTask<object> ClaimAsync(Occurrence occurrence, DateTimeOffset? startsAt, DateTimeOffset endsAt, CancellationToken cancellationToken)
    {
        object claim = new();
        await ChangingAsync(
            () =>
            {
                var start = startsAt ?? occurrence.Document.StartsAt;
                if (FindTournament(occurrence.TournamentId)?.Occurrences.FirstOrDefault(other => other != occurrence
                    && other.Occupies(start, endsAt)) is { } other)
                    throw new TournamentRefusedException(
                        $"Tournament '{occurrence.Id}' cannot run from {start:u} to {endsAt:u}: '{other.Id}' runs from {other.From:u} to {other.To:u}, " +
                        "and one score must not count in both. Cancel that one or change its times first.");
                claim = occurrence.Claim(start, endsAt);
                return default;
            },
            cancellationToken);
        return claim;
    }

    /// <summary>Removes a tournament whose kept definition cannot be read, with everything in it.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> RemoveRefusedAsync(string id, TournamentAction action, CancellationToken cancellationToken)
    {
        bool found = false;
        await ChangingAsync(
            async () =>
            {
                if (!_refused.ContainsKey(id))
                    return;
                Occurrence[] occurrences = [.. _occurrences.Values.Where(occurrence => occurrence.TournamentId == id)];
                await SaveRemovedAsync(
                    occurrences, new TournamentWrite { RemovedTournament = id, RemovedOccurrences = [id], Action = action }, cancellationToken);
                found = _refused.TryRemove(id, out _);
                await ForgetAsync(occurrences, cancellationToken);
            },
            cancellationToken);
        return found;
    }

    /// <summary>Removes a tournament with everything in it.</summary>
    public ValueTask RemoveAsync(Tournament tournament, TournamentAction action, CancellationToken cancellationToken) => ChangingAsync(
        async () =>
        {
            CheckThere(tournament);
            DateTimeOffset now = parts.Time.GetUtcNow();
            if (tournament.Occurrences.FirstOrDefault(occurrence =>
                occurrence.StatusAt(now) is TournamentStatus.Live or TournamentStatus.Settling) is { } running)
                throw new TournamentRefusedException($"Tournament '{running.Id}' is under way: cancel it first, or wait until it is finished.");
            await SaveRemovedAsync(tournament.Occurrences, new TournamentWrite { RemovedTournament = tournament.Id, Action = action }, cancellationToken);
            _tournaments.TryRemove(tournament.Id, out _);
            await ForgetAsync(tournament.Occurrences, cancellationToken);
        },
        cancellationToken);

    /// <summary>Removes occurrences of recurring tournaments that are over, but the latest ones.</summary>
    /// <param name="kept">How many of each tournament stay; 0 for all.</param>
    /// <param name="cancellationToken">Stops between two steps; the rest is done next time.</param>
    public async ValueTask PruneAsync(int kept, CancellationToken cancellationToken)
    {
        foreach (Tournament tournament in _tournaments.Values.Where(tournament => kept > 0 && tournament.Schedule.IsRecurring
            && tournament.Occurrences.Count > kept))
            await ChangingAsync(
                async () =>
                {
                    Occurrence[] over = [.. tournament.Occurrences.Where(occurrence => !occurrence.IsUnderway && !occurrence.IsBeingJoined)];
                    Occurrence[] pruned = [.. over.Take(Math.Min(over.Length - kept, AtOnce))];
                    if (pruned.Length == 0)
                        return;
                    await SaveRemovedAsync(pruned, new TournamentWrite(), cancellationToken);
                    tournament.Occurrences = [.. tournament.Occurrences.Except(pruned)];
                    await ForgetAsync(pruned, cancellationToken);
                },
                cancellationToken);
    }

    /// <summary>Removes a user while nothing of theirs can be written.</summary>
    public async ValueTask EraseAsync(string userId, Func<ValueTask> erase, CancellationToken cancellationToken)
    {
        Occurrence[] open = [.. _occurrences.Values.Where(occurrence => occurrence.Document.Stage is not (
            OccurrenceStage.Finished or OccurrenceStage.Cancelled)).OrderBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
        // What takes its time, a settlement, comes first: only then does every occurrence's turn have to be held until the last one is
        // reached, so that no score that is being written brings
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

    // Nothing that is about to be kept of them, as that a handler has been told, may bring them back: it comes before this, or finds them out of use.
    private ValueTask SaveRemovedAsync(IReadOnlyCollection<Occurrence> occurrences, TournamentWrite write, CancellationToken cancellationToken) =>
        Occurrence.StandStillAsync(
        occurrences,
        async () =>
        {
            if (occurrences.FirstOrDefault(occurrence => occurrence.IsBeingJoined) is { } joined)
                throw new TournamentRefusedException($"Somebody is joining tournament '{joined.Id}' at this moment: cancel it first, or try again.");
            string[] removed = [.. write.RemovedOccurrences, .. occurrences.Select(occurrence => occurrence.Id)];
            await parts.Tournaments.SaveAsync(write with { RemovedOccurrences = removed }, cancellationToken);
            foreach (var occurrence in occurrences)
                occurrence.Seal();
        },
        cancellationToken);

    private async ValueTask ForgetAsync(IReadOnlyList<Occurrence> occurrences, CancellationToken cancellationToken)
    {
        foreach (Occurrence occurrence in occurrences)
        {
            _occurrences.TryRemove(occurrence.Id, out _);
            await occurrence.RemoveStandingsAsync(cancellationToken);
        }

        Reindex();
    }

    private void CheckThere(Tournament tournament)
    {
        if (!IsThere(tournament))
            throw new TournamentNotFoundException($"There is no tournament '{tournament.Id}' any more.");
    }

    private async ValueTask CreateAsync(TournamentDefinition definition, bool atRunTime, CancellationToken cancellationToken)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        LeaderboardOrder? order = definition.Order == LeaderboardOrder.FromGamezop
            ? await ResolveAsync(definition, refuse: atRunTime, cancellationToken) : null;
        var document = new TournamentDocument
        {
            Definition = TournamentSettingsMap.ToSettings(definition.Copy()),
            Order = order,
            AddedAtRunTime = atRunTime,
            CreatedAt = now,
            FollowedSince = now,
        };
        var tournament = new Tournament(document);
        await RollAsync(tournament, now, cancellationToken);
        _tournaments[tournament.Id] = tournament;
        Reindex();
    }

    // What code or configuration says now: of what has begun nothing changes.
    private async ValueTask TakeOverAsync(Tournament tournament, TournamentDefinition definition, CancellationToken cancellationToken)
    {
        if (tournament.Document.IsRetired)
        {
            // What it has missed meanwhile has never been.
            var now = parts.Time.GetUtcNow();
            await SaveAsync(tournament, tournament.Document with { IsRetired = false, ScheduledThrough = now, FollowedSince = now }, cancellationToken);
        }

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

    private async ValueTask ChangeInsideAsync(
        Tournament tournament, TournamentDefinition definition, TournamentAction? action, CancellationToken cancellationToken)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        bool recurring = definition.Cron is not null;
        if (recurring != tournament.Schedule.IsRecurring)
            throw new TournamentDefinitionException(
                definition.Id, nameof(definition.Cron), "cannot be added or taken away: ids of occurrences would change their meaning");
        // Until now the old definition holds.
        await RollAsync(tournament, now, cancellationToken);
        Occurrence[] following = [.. tournament.Occurrences.Where(occurrence => occurrence.FollowsDefinition(now))];
        if (!recurring && following.Length == 0)
            throw NothingToCome(definition);
        if (!recurring && new TournamentSchedule(definition).First(now) is null)
            throw new TournamentRefusedException($"Tournament '{definition.Id}' would be over already.");

        LeaderboardOrder? order = definition.Order == LeaderboardOrder.FromGamezop ? await ResolveAsync(definition, refuse: true, cancellationToken) : null;
        string[] replaced = [];
        Occurrence[] moved = [];
        await Occurrence.StandStillAsync(
            following, async () =>
                (replaced, moved) = await RedefineAsync(tournament, following, definition, order, action, cancellationToken), cancellationToken);
        Reindex();
        foreach (var ranking in replaced)
            await parts.Rankings.RemoveBoardAsync(ranking, CancellationToken.None);
        await ForgetAsync(moved, cancellationToken);
        await RollAsync(tournament, parts.Time.GetUtcNow(), cancellationToken);
    }

    private static TournamentRefusedException NothingToCome(TournamentDefinition definition) => new(
        $"Tournament '{definition.Id}' takes place once, and has begun or was given other times by an operator: "
        + "there is no next occurrence that could be changed.");

    // Of those that stand still some may have begun meanwhile, or an operator has done something with them: that holds.
    private async ValueTask<(string[] Replaced, Occurrence[] Moved)> RedefineAsync(
        Tournament tournament, Occurrence[] following, TournamentDefinition definition, LeaderboardOrder? order, TournamentAction? action,
            CancellationToken cancellationToken)
    {
        var now = parts.Time.GetUtcNow();
        var recurring = definition.Cron is not null;
        Occurrence[] upcoming = [.. following.Where(occurrence => occurrence.FollowsDefinition(now))];
        if (!recurring && upcoming.Length == 0)
            throw NothingToCome(definition);
        var document = tournament.Document with
        {
            Definition = TournamentSettingsMap.ToSettings(definition.Copy()),
            Order = order,
            ScheduledThrough = recurring ? now : definition.StartsAt.ToUniversalTime(),
            FollowedSince = now,
        };
        var changed = new Tournament(document) { Occurrences = tournament.Occurrences };
        var (staying, joined) = recurring ? StayingOf(changed, upcoming, now) : (upcoming, []);
        Occurrence[] moved = [.. upcoming.Except(staying).Except(joined)];
        var redefined = new List<RedefinedOccurrence>();
        foreach (var occurrence in staying)
        {
            var start = recurring ? occurrence.Document.ScheduledAt : definition.StartsAt.ToUniversalTime();
            redefined.Add(await occurrence.RedefineAsync(changed.Occurrence(start), needsLog: ledger.KeepsEvents, cancellationToken));
        }

        await parts.Tournaments.SaveAsync(
            new TournamentWrite
            {
                Tournament = new StoredTournament(tournament.Id, document.Write()),
                Occurrences = [.. redefined.Select(each => each.Occurrence.Stored(each.Document))],
                RemovedOccurrences = [.. moved.Select(occurrence => occurrence.Id)],
                Action = action,
            },
            cancellationToken);
        tournament.Change(document);
        tournament.Occurrences = [.. tournament.Occurrences.Except(moved)];
        foreach (var occurrence in moved)
            occurrence.Seal();
        return ([.. redefined.Select(each => each.Occurrence.Take(each))], moved);
    }

    // Of those to come the ones that the new schedule has too, and the others that players have joined: those take place as they were announced.
    private static (Occurrence[] Staying, Occurrence[] Joined) StayingOf(Tournament changed, Occurrence[] upcoming, DateTimeOffset now)
    {
        DateTimeOffset last = upcoming.Select(occurrence => occurrence.Document.ScheduledAt).DefaultIfEmpty(now).Max();
        Occurrence[] joined = [];
        while (true)
        {
            // One that stays by the new definition may last longer, and must not reach into one that takes place as it was.
            HashSet<DateTimeOffset> starts = [.. changed.MissingStarts(now, last, AtOnce, without: [.. upcoming.Except(joined)])];
            Occurrence[] staying = [.. upcoming.Except(joined).Where(occurrence => starts.Contains(occurrence.Document.ScheduledAt))];
            Occurrence[] left = [.. upcoming.Except(joined).Except(staying).Where(occurrence => occurrence.HasPlayers)];
            if (left.Length == 0)
                return (staying, joined);
            joined = [.. joined, .. left];
        }
    }

    private async ValueTask SaveAsync(Tournament tournament, TournamentDocument document, CancellationToken cancellationToken)
    {
        await parts.Tournaments.SaveAsync(new TournamentWrite { Tournament = new StoredTournament(tournament.Id, document.Write()) }, cancellationToken);
        tournament.Change(document);
    }

    private async ValueTask SetOrderAsync(Tournament tournament, LeaderboardOrder order, CancellationToken cancellationToken)
    {
        await SaveAsync(tournament, tournament.Document with { Order = order }, cancellationToken);
        foreach (Occurrence occurrence in tournament.Occurrences)
            await occurrence.SetOrderAsync(order, cancellationToken);
    }

    private async ValueTask<LeaderboardOrder?> ResolveAsync(TournamentDefinition definition, bool refuse, CancellationToken cancellationToken)
    {
        var asked = new LeaderboardDefinition
        {
            Id = definition.Id,
            Games = definition.Games,
            GamezopLeaderboards = definition.GamezopLeaderboards,
            Order = definition.Order,
        };
        try
        {
            return await orders.ResolveSoonAsync(asked, cancellationToken);
        }
        catch (LeaderboardDefinitionException refused)
        {
            if (refuse)
                throw new TournamentDefinitionException(definition.Id, refused.Member,
                    refused.Message[(refused.Message.IndexOf(refused.Member, StringComparison.Ordinal) + refused.Member.Length)..].Trim(' ', '.'));
            // What Gamezop says of one tournament must not stop a host that may have been up for months: its events wait until that is mended.
            Log.OrderRefused(logger, definition.Id, refused.Message);
            return null;
        }
    }
}

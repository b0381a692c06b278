using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>Tournaments in the competitions' file.</summary>
internal sealed class SqliteTournamentStore(CompetitionsDatabase database) : ITournamentStore
{
    private static readonly SqliteLeftoverTable[] Leftovers =
    [
        new(TournamentSql.SomePlayers, TournamentSql.RemovePlayer, 1),
        new(TournamentSql.SomePlaces, TournamentSql.FreePlace, 1),
    ];

    public async ValueTask<TournamentStoreState> StartAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        await database.WriteAsync(session => session[TournamentSql.FreePlaces].Execute(), cancellationToken);
        return database.Read(session =>
        {
            List<(StoredOccurrence Occurrence, int Joined)> occurrences = LeaderboardRows.All(
                session[TournamentSql.Occurrences].Query(),
                row => (new StoredOccurrence(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetInt32(3)));
            return new TournamentStoreState(
                LeaderboardRows.All(session[TournamentSql.Tournaments].Query(), row => new StoredTournament(row.GetString(0), row.GetString(1))),
                [.. occurrences.Select(occurrence => occurrence.Occurrence)],
                occurrences.ToDictionary(occurrence => occurrence.Occurrence.Id, occurrence => occurrence.Joined, StringComparer.Ordinal),
                LeaderboardRows.All(session[TournamentSql.Marked].Query(), row => Player(row.GetString(0), row.GetString(1), row, 2)));
        });
    }

    public ValueTask SaveAsync(TournamentWrite write, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (write.Tournament is { } tournament)
                session[TournamentSql.SaveTournament].Execute(tournament.Id, tournament.Document);
            foreach (StoredOccurrence occurrence in write.Occurrences)
                session[TournamentSql.SaveOccurrence].Execute(occurrence.Id, occurrence.TournamentId, occurrence.Document);
            foreach (string removed in write.RemovedOccurrences)
                session[TournamentSql.RemoveOccurrence].Execute(removed);
            if (write.RemovedTournament is { } gone)
                session[TournamentSql.RemoveTournament].Execute(gone);
            if (write.Action is { } action)
                Record(session, action);
        },
        cancellationToken);

    // Many may join at once: they share a transaction.
    public async ValueTask<TournamentPlace> TakePlaceAsync(
        string occurrenceId, string userId, DateTimeOffset? joinedAt, int? maxPlayers, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(
            session =>
            {
                long number = Occurrence(session, occurrenceId);
                if (session[TournamentSql.Player].Number(number, userId) is { } since)
                    return new TournamentPlace(true, LeaderboardRows.Time(since));
                if (session[TournamentSql.PlacesUsed].Number(number, userId) >= maxPlayers)
                    return default;
                if (joinedAt is not { } now)
                {
                    session[TournamentSql.HoldPlace].Execute(number, userId);
                    return new TournamentPlace(true, null);
                }

                session[TournamentSql.FreePlace].Execute(number, userId);
                session[TournamentSql.Join].Execute(number, userId, now.UtcTicks);
                session[TournamentSql.CountJoined].Execute(number, 1);
                return new TournamentPlace(true, now);
            },
            cancellationToken);

    public async ValueTask GiveBackPlaceAsync(string occurrenceId, string userId, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => session[TournamentSql.FreePlace].Execute(Occurrence(session, occurrenceId), userId), cancellationToken);

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ReadPlayersAsync(
        string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var found = new List<StoredTournamentPlayer>();
        long number = Occurrence(session, occurrenceId);
        foreach (string userId in userIds)
            found.AddRange(LeaderboardRows.All(session[TournamentSql.Player].Query(number, userId), row => Player(occurrenceId, userId, row, 0)));
        return found;
    }));

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListJoinedAsync(
        string occurrenceId, string? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        LeaderboardRows.All(
            session[TournamentSql.Joined].Query(Occurrence(session, occurrenceId), after ?? "", max), row => Player(occurrenceId, row.GetString(0), row, 1))));

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListOfUserAsync(string userId, CancellationToken cancellationToken) =>
        new(database.Read(session => LeaderboardRows.All(session[TournamentSql.OfUser].Query(userId), row => Player(row.GetString(0), userId, row, 1))));

    public ValueTask AddPlacedAsync(string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            long number = Occurrence(session, occurrenceId);
            foreach (string userId in userIds)
                session[TournamentSql.AddPlaced].Execute(number, userId);
        },
        cancellationToken);

    public async ValueTask<StoredTournamentPlayer> ChangePlayerAsync(
        string occurrenceId, string userId, int attempts, bool disqualify, TournamentAction action, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(
        session =>
        {
            long number = Occurrence(session, occurrenceId);
            session[TournamentSql.ChangePlayer].Execute(number, userId, attempts, disqualify ? 1 : 0);
            Record(session, action);
            return LeaderboardRows.All(session[TournamentSql.Player].Query(number, userId), row => Player(occurrenceId, userId, row, 0))[0];
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<TournamentAction>> ReadActionsAsync(
        string? tournamentId, int max, CancellationToken cancellationToken) => new(database.Read(session => LeaderboardRows.All(
        tournamentId is null ? session[TournamentSql.Actions].Query(max) : session[TournamentSql.ActionsOf].Query(tournamentId, max),
        row => new TournamentAction(
            LeaderboardRows.Time(row.GetInt64(0)), row.GetString(1), row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5), row.GetString(6)))));

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            foreach (long number in LeaderboardRows.All(session[TournamentSql.JoinedNumbers].Query(userId), row => row.GetInt64(0)))
                session[TournamentSql.CountJoined].Execute(number, -1);
            foreach (string sql in (ReadOnlySpan<string>)[TournamentSql.ErasePlayer, TournamentSql.ErasePlaces, TournamentSql.EraseActions])
                session[sql].Execute(userId);
        },
        cancellationToken);

    public async ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => await database.WriteOneAsync(
        session =>
        {
            int left = max;
            while (session[TournamentSql.NextLeftover].Number() is { } number)
                if (!SqliteLeftovers.TryRemove(session, [number], Leftovers, [TournamentSql.FinishRemoval], ref left))
                    return true;
            return false;
        },
        cancellationToken);

    private static StoredTournamentPlayer Player(string occurrenceId, string userId, SqliteRows row, int at) =>
        new(occurrenceId, userId, row.IsDBNull(at) ? null : LeaderboardRows.Time(row.GetInt64(at)), row.GetInt32(at + 1), row.GetInt32(at + 2) != 0)
        {
            HasPlace = row.GetInt32(at + 3) != 0,
        };

    private static long Occurrence(SqliteSession session, string occurrenceId) =>
        session[TournamentSql.OccurrenceNumber].Number(occurrenceId)
            ?? throw new InvalidOperationException($"There is no occurrence '{occurrenceId}' in the store.");

    private static void Record(SqliteSession session, TournamentAction action) => session[TournamentSql.Record].Execute(
        action.At.UtcTicks, action.Kind, action.TournamentId, action.OccurrenceId, action.UserId, action.Actor, action.Reason);
}

namespace Gamezop.Scores.Competitions;

/// <summary>Keeps tournaments as long as the process lives.</summary>
internal sealed class MemoryTournamentStore : ITournamentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredTournament> _tournaments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredOccurrence> _occurrences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryTournamentPlayers> _players = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _ofUser = new(StringComparer.Ordinal);
    private readonly List<TournamentAction> _actions = [];

    public ValueTask<TournamentStoreState> StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (MemoryTournamentPlayers players in _players.Values)
                players.FreeUnconfirmed();
            return new(new TournamentStoreState(
                [.. _tournaments.Values],
                [.. _occurrences.Values],
                _players.ToDictionary(pair => pair.Key, pair => pair.Value.Joined, StringComparer.Ordinal),
                [.. _players.Values.SelectMany(players => players.Marked)]));
        }
    }

    public ValueTask SaveAsync(TournamentWrite write, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (write.Tournament is { } tournament)
                _tournaments[tournament.Id] = tournament;
            foreach (StoredOccurrence occurrence in write.Occurrences)
                _occurrences[occurrence.Id] = occurrence;
            foreach (string removed in write.RemovedOccurrences)
            {
                _occurrences.Remove(removed);
                if (!_players.Remove(removed, out MemoryTournamentPlayers? players))
                    continue;
                foreach (string userId in players.UserIds)
                    _ofUser.GetValueOrDefault(userId)?.Remove(removed);
            }

            if (write.RemovedTournament is { } gone)
                _tournaments.Remove(gone);
            if (write.Action is { } action)
                _actions.Add(action);
        }

        return default;
    }

    public ValueTask<TournamentPlace> TakePlaceAsync(string occurrenceId, string userId, DateTimeOffset? joinedAt, int? maxPlayers, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Know(userId, occurrenceId);
            return new(Players(occurrenceId).Take(userId, joinedAt, maxPlayers));
        }
    }

    public ValueTask GiveBackPlaceAsync(string occurrenceId, string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var players = Players(occurrenceId);
            players.GiveBack(userId);
            // Of a place that came to nothing no trace stays.
            if (players.Find([userId]).Count == 0 && _ofUser.TryGetValue(userId, out var occurrences) && occurrences.Remove(occurrenceId)
                && occurrences.Count == 0)
                _ofUser.Remove(userId);
        }

        return default;
    }

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ReadPlayersAsync(string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(Players(occurrenceId).Find(userIds));
    }

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListJoinedAsync(string occurrenceId, string? after, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(Players(occurrenceId).List(after, max));
    }

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListOfUserAsync(string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _ofUser.GetValueOrDefault(userId, []).SelectMany(occurrence => _players.TryGetValue(occurrence, out MemoryTournamentPlayers? players) ? players.Find([userId]) : [])]);
    }

    public ValueTask AddPlacedAsync(string occurrenceId, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        lock (_lock)
            foreach (string userId in userIds)
            {
                Players(occurrenceId).Place(userId);
                Know(userId, occurrenceId);
            }

        return default;
    }

    public ValueTask<StoredTournamentPlayer> ChangePlayerAsync(
        string occurrenceId, string userId, int attempts, bool disqualify, TournamentAction action, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _actions.Add(action);
            Know(userId, occurrenceId);
            return new(Players(occurrenceId).Change(userId, attempts, disqualify));
        }
    }

    public ValueTask<IReadOnlyList<TournamentAction>> ReadActionsAsync(string? tournamentId, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. Enumerable.Reverse(_actions).Where(action => tournamentId is null || action.TournamentId == tournamentId).Take(max)]);
    }

    // What is removed is gone at once.
    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => new(false);

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _ofUser.Remove(userId);
            foreach (MemoryTournamentPlayers players in _players.Values)
                players.Erase(userId);
            for (int i = 0; i < _actions.Count; i++)
                if (_actions[i].UserId == userId)
                    _actions[i] = _actions[i] with { UserId = null };
        }

        return default;
    }

    private MemoryTournamentPlayers Players(string occurrenceId)
    {
        if (!_players.TryGetValue(occurrenceId, out MemoryTournamentPlayers? players))
            _players[occurrenceId] = players = new MemoryTournamentPlayers(occurrenceId);
        return players;
    }

    private void Know(string userId, string occurrenceId)
    {
        if (!_ofUser.TryGetValue(userId, out HashSet<string>? occurrences))
            _ofUser[userId] = occurrences = new HashSet<string>(StringComparer.Ordinal);
        occurrences.Add(occurrenceId);
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>The players of one occurrence, under the lock of their <see cref="MemoryTournamentStore"/>.</summary>
internal sealed class MemoryTournamentPlayers(string occurrenceId)
{
    private readonly SortedDictionary<string, StoredTournamentPlayer> _players = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unconfirmed = new(StringComparer.Ordinal);

    public int Joined { get; private set; }

    public IEnumerable<StoredTournamentPlayer> Marked => _players.Values.Where(player => player.ExtraAttempts > 0 || player.IsDisqualified);

    public IEnumerable<string> UserIds => _players.Keys.Concat(_unconfirmed);

    public void Place(string userId) => _players[userId] = Get(userId) with { HasPlace = true };

    public void FreeUnconfirmed() => _unconfirmed.Clear();

    public TournamentPlace Take(string userId, DateTimeOffset? joinedAt, int? maxPlayers)
    {
        StoredTournamentPlayer player = Get(userId);
        if (player.JoinedAt is { } known)
            return new TournamentPlace(true, known);
        if (!_unconfirmed.Contains(userId) && Joined + _unconfirmed.Count >= maxPlayers)
            return default;
        if (joinedAt is null)
        {
            _unconfirmed.Add(userId);
            return new TournamentPlace(true, null);
        }

        _unconfirmed.Remove(userId);
        _players[userId] = player with { JoinedAt = joinedAt };
        Joined++;
        return new TournamentPlace(true, joinedAt);
    }

    public void GiveBack(string userId) => _unconfirmed.Remove(userId);

    public IReadOnlyList<StoredTournamentPlayer> Find(IReadOnlyCollection<string> userIds) => [.. userIds.Where(_players.ContainsKey).Select(userId => _players[userId])];

    public IReadOnlyList<StoredTournamentPlayer> List(string? after, int max) =>
        [.. _players.Values.Where(player => player.JoinedAt is not null && (after is null || string.CompareOrdinal(player.UserId, after) > 0)).Take(max)];

    public StoredTournamentPlayer Change(string userId, int attempts, bool disqualify)
    {
        StoredTournamentPlayer player = Get(userId);
        return _players[userId] = player with { ExtraAttempts = player.ExtraAttempts + attempts, IsDisqualified = player.IsDisqualified || disqualify };
    }

    public void Erase(string userId)
    {
        _unconfirmed.Remove(userId);
        if (_players.Remove(userId, out StoredTournamentPlayer? player) && player.JoinedAt is not null)
            Joined--;
    }

    private StoredTournamentPlayer Get(string userId) => _players.GetValueOrDefault(userId) ?? new StoredTournamentPlayer(occurrenceId, userId, null, 0, false);
}

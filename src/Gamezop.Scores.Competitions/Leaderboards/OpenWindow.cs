using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>A window that takes scores, with its rankings in memory.</summary>
internal sealed class OpenWindow(WindowSpan span, LeaderboardRanking ranking)
{
    private readonly ConcurrentDictionary<string, Standings> _partitions = new(StringComparer.Ordinal);

    // Banned users: their events count underneath, and a lifted ban shows them again.
    private readonly ConcurrentDictionary<(string Partition, string UserId), RankedUser> _hidden = new();

    public WindowSpan Span => span;

    public IEnumerable<KeyValuePair<string, Standings>> Partitions => _partitions;

    /// <summary>Users who are ranked nowhere here, but would be.</summary>
    public IEnumerable<string> Hidden => _hidden.Keys.Select(hidden => hidden.UserId);

    /// <summary>In which partitions a user may be ranked, or hidden.</summary>
    public IEnumerable<string> PartitionsOf(string userId) =>
        _partitions.Keys.Concat(_hidden.Keys.Where(hidden => hidden.UserId == userId).Select(hidden => hidden.Partition)).Append("").Distinct(StringComparer.Ordinal);

    /// <summary>Whether a user is ranked, or hidden.</summary>
    public bool Has(string partition, string userId) => Find(partition)?.TryFind(userId, out _) == true || _hidden.ContainsKey((partition, userId));

    public Standings? Find(string partition) => _partitions.GetValueOrDefault(partition);

    public void Set(PlayerKey player, PlayerEntry? entry, bool hidden)
    {
        if (entry is null)
        {
            Find(player.Partition)?.Remove(player.UserId);
            _hidden.TryRemove((player.Partition, player.UserId), out _);
            return;
        }

        var user = new RankedUser(0, 0, player.UserId, entry.Key, entry.AchievedAt.UtcTicks, entry.Country);
        if (hidden)
            _hidden[(player.Partition, player.UserId)] = user;
        else
            Show(player.Partition, user);
    }

    public void Hide(string userId)
    {
        foreach ((string partition, Standings standings) in _partitions)
            if (standings.TryFind(userId, out RankedUser user))
            {
                _hidden[(partition, userId)] = user;
                standings.Remove(userId);
            }
    }

    public void Unhide(string userId)
    {
        foreach (((string Partition, string UserId) key, RankedUser user) in _hidden)
            if (key.UserId == userId)
            {
                Show(key.Partition, user);
                _hidden.TryRemove(key, out _);
            }
    }

    public void Erase(string userId)
    {
        Hide(userId);
        foreach ((string Partition, string UserId) key in _hidden.Keys)
            if (key.UserId == userId)
                _hidden.TryRemove(key, out _);
    }

    private void Show(string partition, RankedUser user) =>
        _partitions.GetOrAdd(partition, static (_, ranking) => new Standings(ranking), ranking).Set(user.UserId, user.Key, user.Ticks, user.Country);
}

namespace Gamezop.Scores.Competitions;

/// <summary>One scope of a <see cref="MemoryLeaderboardStore"/>: a lock of its own, so that boards do not wait for each other.</summary>
internal sealed class MemoryBoard(StoredBoard info)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryWindow> _windows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _uncountedIds = new(StringComparer.Ordinal);
    private readonly SortedSet<UncountedEvent> _uncounted = new(Comparer<UncountedEvent>.Create(static (a, b) =>
        a.ReceivedAt.CompareTo(b.ReceivedAt) is not 0 and var order ? order : string.CompareOrdinal(a.EventId, b.EventId)));

    public StoredBoard Info { get; private set; } = info;

    public IReadOnlyList<StoredWindow> Windows()
    {
        lock (_lock)
            return [.. _windows.Values.Select(window => window.Info)];
    }

    public void Save(StoredBoard board)
    {
        lock (_lock)
            Info = board with { ClosedThrough = board.ClosedThrough > Info.ClosedThrough ? board.ClosedThrough : Info.ClosedThrough };
    }

    public IReadOnlyList<StoredPlayer> Read(IReadOnlyList<PlayerRead> players)
    {
        lock (_lock)
            return [.. players.Select(read => _windows.TryGetValue(read.Player.Window, out MemoryWindow? window) ? window.Read(read) : new StoredPlayer(read.Player, 0, null, default, []))];
    }

    public LeaderboardWriteResult Write(LeaderboardWrite write)
    {
        lock (_lock)
        {
            if (write.Windows.Any(window => window.EndsAt <= Info.ClosedThrough)
                || !write.Players.All(player => _windows.TryGetValue(player.Key.Window, out MemoryWindow? window) ? window.Expects(player) : player.ExpectedVersion == 0))
                return new LeaderboardWriteResult(false, Info.ClosedThrough);
            foreach (StoredWindow window in write.Windows)
                _windows.TryAdd(window.Key, new MemoryWindow(window));
            foreach (PlayerWrite player in write.Players)
                _windows[player.Key.Window].Write(player);
            foreach (UncountedEvent uncounted in write.Uncounted)
                if (_uncountedIds.Add(uncounted.EventId))
                    _uncounted.Add(uncounted);
            return new LeaderboardWriteResult(true, Info.ClosedThrough);
        }
    }

    public IReadOnlyList<StoredPlayer> ReadEntries(string window, PlayerKey? after, int max)
    {
        lock (_lock)
            return _windows.TryGetValue(window, out MemoryWindow? found) ? found.ReadEntries(after, max) : [];
    }

    public int CountAhead(PlayerKey place, long key, DateTimeOffset achievedAt, Func<string, bool> isHidden)
    {
        lock (_lock)
            return _windows.TryGetValue(place.Window, out MemoryWindow? found) ? found.CountAhead(place, key, achievedAt, isHidden) : 0;
    }

    public void Freeze(string window, IReadOnlyList<FrozenEntry> entries)
    {
        lock (_lock)
            _windows[window].Freeze(entries);
    }

    public void SaveWindow(StoredWindow window)
    {
        lock (_lock)
            _windows[window.Key].Save(window);
    }

    public void RemoveWindow(string window)
    {
        lock (_lock)
            _windows.Remove(window);
    }

    public IReadOnlyList<FrozenEntry> ReadFrozen(string window, string partition, int from, int count)
    {
        lock (_lock)
            return _windows.TryGetValue(window, out MemoryWindow? found) ? found.ReadFrozen(partition, from, count) : [];
    }

    public IReadOnlyList<FrozenEntry> FindFrozen(string window, string partition, IReadOnlyCollection<string> userIds)
    {
        lock (_lock)
            return _windows.TryGetValue(window, out MemoryWindow? found) ? found.FindFrozen(partition, userIds) : [];
    }

    public IReadOnlyList<UncountedEvent> ReadUncounted(UncountedEvent? after, int max)
    {
        lock (_lock)
            return [.. _uncounted.Where(uncounted => after is null || _uncounted.Comparer.Compare(uncounted, after) > 0).Take(max)];
    }

    /// <returns>How many were removed.</returns>
    public int RemoveUncounted(DateTimeOffset receivedBefore, int max)
    {
        lock (_lock)
        {
            var removed = _uncounted.TakeWhile(uncounted => uncounted.ReceivedAt < receivedBefore).Take(max).ToList();
            foreach (var uncounted in removed)
            {
                _uncounted.Remove(uncounted);
                _uncountedIds.Remove(uncounted.EventId);
            }

            return removed.Count;
        }
    }

    public void Erase(string userId)
    {
        lock (_lock)
        {
            foreach (MemoryWindow window in _windows.Values)
                window.Erase(userId);
            foreach (UncountedEvent uncounted in _uncounted.Where(uncounted => uncounted.UserId == userId).ToList())
            {
                _uncounted.Remove(uncounted);
                _uncountedIds.Remove(uncounted.EventId);
            }
        }
    }
}

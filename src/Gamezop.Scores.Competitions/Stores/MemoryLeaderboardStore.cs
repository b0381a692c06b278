using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <summary>Keeps leaderboards as long as the process lives.</summary>
internal sealed class MemoryLeaderboardStore : ILeaderboardStore
{
    private readonly ConcurrentDictionary<string, MemoryBoard> _boards = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _banned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UserErasure> _erasures = new(StringComparer.Ordinal);
    private readonly List<LeaderboardAction> _actions = [];

    public ValueTask<LeaderboardStoreState> StartAsync(CancellationToken cancellationToken) => new(new LeaderboardStoreState(
        [.. _boards.Values.Select(board => board.Info)],
        _boards.ToDictionary(pair => pair.Key, pair => pair.Value.Windows(), StringComparer.Ordinal),
        [.. _banned.Keys],
        [.. _held.Keys]));

    public ValueTask SaveBoardAsync(StoredBoard board, IReadOnlyList<LeaderboardAction> actions, CancellationToken cancellationToken)
    {
        _boards.GetOrAdd(board.Scope, static (_, info) => new MemoryBoard(info), board).Save(board);
        lock (_actions)
            _actions.AddRange(actions);
        return default;
    }

    public ValueTask RemoveBoardAsync(string scope, CancellationToken cancellationToken)
    {
        _boards.TryRemove(scope, out _);
        return default;
    }

    public ValueTask<IReadOnlyList<StoredPlayer>> ReadPlayersAsync(string scope, IReadOnlyList<PlayerRead> players, CancellationToken cancellationToken) =>
        new(Board(scope).Read(players));

    public ValueTask<LeaderboardWriteResult> WriteAsync(string scope, LeaderboardWrite write, CancellationToken cancellationToken) =>
        new(Board(scope).Write(write));

    public ValueTask<IReadOnlyList<StoredPlayer>> ReadEntriesAsync(
        string scope, string window, PlayerKey? after, int max, CancellationToken cancellationToken) =>
        new(Board(scope).ReadEntries(window, after, max));

    public ValueTask<int> CountAheadAsync(string scope, PlayerKey place, long key, DateTimeOffset achievedAt, CancellationToken cancellationToken) =>
        new(Board(scope).CountAhead(place, key, achievedAt, userId => _banned.ContainsKey(userId) || _erasures.ContainsKey(userId)));

    public ValueTask CloseAsync(string scope, DateTimeOffset through, CancellationToken cancellationToken)
    {
        MemoryBoard board = Board(scope);
        board.Save(board.Info with { ClosedThrough = through });
        return default;
    }

    public ValueTask FreezeAsync(string scope, string window, IReadOnlyList<FrozenEntry> entries, CancellationToken cancellationToken)
    {
        Board(scope).Freeze(window, entries);
        return default;
    }

    public ValueTask SaveWindowAsync(string scope, StoredWindow window, CancellationToken cancellationToken)
    {
        Board(scope).SaveWindow(window);
        return default;
    }

    public ValueTask RemoveWindowAsync(string scope, string window, CancellationToken cancellationToken)
    {
        if (_boards.TryGetValue(scope, out MemoryBoard? board))
            board.RemoveWindow(window);
        return default;
    }

    // What is removed is gone at once.
    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken)
    {
        foreach (var board in _boards.Values)
            if ((max -= board.RemoveUncounted(receivedBefore, max)) <= 0)
                return new(true);
        return new(false);
    }

    public ValueTask<IReadOnlyList<FrozenEntry>> ReadFrozenAsync(
        string scope, string window, string partition, int from, int count, CancellationToken cancellationToken) =>
        new(Board(scope).ReadFrozen(window, partition, from, count));

    public ValueTask<IReadOnlyList<FrozenEntry>> FindFrozenAsync(
        string scope, string window, string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        new(Board(scope).FindFrozen(window, partition, userIds));

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(string scope, UncountedEvent? after, int max, CancellationToken cancellationToken) =>
        new(Board(scope).ReadUncounted(after, max));

    public ValueTask SetBannedAsync(string userId, bool banned, LeaderboardAction action, CancellationToken cancellationToken) =>
        Set(_banned, userId, banned, action);

    public ValueTask SetHeldAsync(string leaderboardId, bool held, LeaderboardAction? action, CancellationToken cancellationToken) =>
        Set(_held, leaderboardId, held, action);

    public ValueTask BeginErasureAsync(UserErasure erasure, CancellationToken cancellationToken)
    {
        _erasures[erasure.UserId] = erasure;
        return default;
    }

    public ValueTask<IReadOnlyList<UserErasure>> ReadErasuresAsync(CancellationToken cancellationToken) => new([.. _erasures.Values]);

    public ValueTask EndErasureAsync(string userId, LeaderboardAction action, CancellationToken cancellationToken)
    {
        _erasures.TryRemove(userId, out _);
        return RecordAsync(action, cancellationToken);
    }

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (MemoryBoard board in _boards.Values)
            board.Erase(userId);
        _banned.TryRemove(userId, out _);
        lock (_actions)
            for (int i = 0; i < _actions.Count; i++)
                if (_actions[i].Subject == userId && _actions[i].Kind is ("ban" or "unban" or "release-play" or "reject-play"))
                    _actions[i] = _actions[i] with { Subject = "" };
                else if (_actions[i].UserId == userId)
                    _actions[i] = _actions[i] with { UserId = null };
        return default;
    }

    public ValueTask RecordAsync(LeaderboardAction action, CancellationToken cancellationToken)
    {
        lock (_actions)
            _actions.Add(action);
        return default;
    }

    public ValueTask<IReadOnlyList<LeaderboardAction>> ReadActionsAsync(int max, CancellationToken cancellationToken)
    {
        lock (_actions)
            return new([.. Enumerable.Reverse(_actions).Take(max)]);
    }

    private ValueTask Set(ConcurrentDictionary<string, bool> set, string key, bool value, LeaderboardAction? action)
    {
        if (value)
            set[key] = true;
        else
            set.TryRemove(key, out _);
        return action is null ? default : RecordAsync(action, CancellationToken.None);
    }

    private MemoryBoard Board(string scope) =>
        _boards.TryGetValue(scope, out MemoryBoard? board) ? board : throw new InvalidOperationException($"There is no board '{scope}' in the store.");
}

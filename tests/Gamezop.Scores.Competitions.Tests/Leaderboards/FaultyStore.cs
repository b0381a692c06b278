namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>A store that fails at a chosen call: before it, or after it has happened.</summary>
internal sealed class FaultyStore(ILeaderboardStore inner) : ILeaderboardStore
{
    private int _calls;
    private (string Method, int Call, bool After)? _failAt;

    public (string Method, int Call, bool After)? FailAt
    {
        get => _failAt;
        set => (_failAt, _calls) = (value, 0);
    }

    /// <summary>Runs before each call that can fail.</summary>
    public Action<string> OnCall { get; set; } = static _ => { };

    /// <summary>Runs before each write to a board's revision.</summary>
    public Func<string, Task> OnWrite { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Runs after a ban, or the end of one, is kept.</summary>
    public Func<bool, Task> OnBanned { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The store starts after this.</summary>
    public Task Starting { get; init; } = Task.CompletedTask;

    public async ValueTask<LeaderboardStoreState> StartAsync(CancellationToken cancellationToken)
    {
        await Starting;
        return await inner.StartAsync(cancellationToken);
    }

    public ValueTask SaveBoardAsync(StoredBoard board, IReadOnlyList<LeaderboardAction> actions, CancellationToken cancellationToken) =>
        FailAsync(nameof(SaveBoardAsync), () => inner.SaveBoardAsync(board, actions, cancellationToken));

    public ValueTask RemoveBoardAsync(string scope, CancellationToken cancellationToken) =>
        FailAsync(nameof(RemoveBoardAsync), () => inner.RemoveBoardAsync(scope, cancellationToken));

    public ValueTask<IReadOnlyList<StoredPlayer>> ReadPlayersAsync(string scope, IReadOnlyList<PlayerRead> players, CancellationToken cancellationToken) =>
        inner.ReadPlayersAsync(scope, players, cancellationToken);

    public ValueTask<int> CountAheadAsync(string scope, PlayerKey place, long key, DateTimeOffset achievedAt, CancellationToken cancellationToken) =>
        inner.CountAheadAsync(scope, place, key, achievedAt, cancellationToken);

    public async ValueTask<LeaderboardWriteResult> WriteAsync(string scope, LeaderboardWrite write, CancellationToken cancellationToken)
    {
        await OnWrite(scope);
        LeaderboardWriteResult result = default;
        await FailAsync(nameof(WriteAsync), async () => result = await inner.WriteAsync(scope, write, cancellationToken));
        return result;
    }

    public ValueTask<IReadOnlyList<StoredPlayer>> ReadEntriesAsync(
        string scope, string window, PlayerKey? after, int max, CancellationToken cancellationToken) =>
        inner.ReadEntriesAsync(scope, window, after, max, cancellationToken);

    public ValueTask CloseAsync(string scope, DateTimeOffset through, CancellationToken cancellationToken) =>
        FailAsync(nameof(CloseAsync), () => inner.CloseAsync(scope, through, cancellationToken));

    public ValueTask FreezeAsync(string scope, string window, IReadOnlyList<FrozenEntry> entries, CancellationToken cancellationToken) =>
        FailAsync(nameof(FreezeAsync), () => inner.FreezeAsync(scope, window, entries, cancellationToken));

    public ValueTask SaveWindowAsync(string scope, StoredWindow window, CancellationToken cancellationToken) =>
        FailAsync(nameof(SaveWindowAsync), () => inner.SaveWindowAsync(scope, window, cancellationToken));

    public ValueTask RemoveWindowAsync(string scope, string window, CancellationToken cancellationToken) =>
        FailAsync(nameof(RemoveWindowAsync), () => inner.RemoveWindowAsync(scope, window, cancellationToken));

    public ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) => inner.CleanAsync(max, cancellationToken);

    public ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken) =>
        inner.RemoveUncountedAsync(receivedBefore, max, cancellationToken);

    public ValueTask<IReadOnlyList<FrozenEntry>> ReadFrozenAsync(
        string scope, string window, string partition, int from, int count, CancellationToken cancellationToken) =>
        inner.ReadFrozenAsync(scope, window, partition, from, count, cancellationToken);

    public ValueTask<IReadOnlyList<FrozenEntry>> FindFrozenAsync(
        string scope, string window, string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        inner.FindFrozenAsync(scope, window, partition, userIds, cancellationToken);

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(string scope, UncountedEvent? after, int max, CancellationToken cancellationToken) =>
        inner.ReadUncountedAsync(scope, after, max, cancellationToken);

    public async ValueTask SetBannedAsync(string userId, bool banned, LeaderboardAction action, CancellationToken cancellationToken)
    {
        await inner.SetBannedAsync(userId, banned, action, cancellationToken);
        await OnBanned(banned);
    }

    public ValueTask SetHeldAsync(string leaderboardId, bool held, LeaderboardAction? action, CancellationToken cancellationToken) =>
        inner.SetHeldAsync(leaderboardId, held, action, cancellationToken);

    public ValueTask BeginErasureAsync(UserErasure erasure, CancellationToken cancellationToken) => inner.BeginErasureAsync(erasure, cancellationToken);

    public ValueTask<IReadOnlyList<UserErasure>> ReadErasuresAsync(CancellationToken cancellationToken) => inner.ReadErasuresAsync(cancellationToken);

    public ValueTask EndErasureAsync(string userId, LeaderboardAction action, CancellationToken cancellationToken) =>
        FailAsync(nameof(EndErasureAsync), () => inner.EndErasureAsync(userId, action, cancellationToken));

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken) =>
        FailAsync(nameof(EraseAsync), () => inner.EraseAsync(userId, cancellationToken));

    public ValueTask RecordAsync(LeaderboardAction action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return inner.RecordAsync(action, cancellationToken);
    }

    public ValueTask<IReadOnlyList<LeaderboardAction>> ReadActionsAsync(int max, CancellationToken cancellationToken) =>
        inner.ReadActionsAsync(max, cancellationToken);

    private async ValueTask FailAsync(string method, Func<ValueTask> call)
    {
        OnCall(method);
        bool fails = FailAt is { } at && at.Method == method && ++_calls == at.Call;
        if (fails && !FailAt!.Value.After)
            throw new IOException("The disk is gone.");
        await call();
        if (fails)
            throw new IOException("The process was killed.");
    }
}

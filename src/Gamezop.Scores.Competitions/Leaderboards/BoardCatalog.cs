using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>All boards: from the store, from code and configuration, and those added at run time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class BoardCatalog(ILeaderboardStore store, BannedUsers banned, QuarantinedPlays quarantined, OrderResolver orders,
    TimeProvider time, ILogger<BoardCatalog> logger) : ICompetition
{
    private readonly ConcurrentDictionary<string, Board> _boards = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WaitingBoard> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UnreadableBoard> _unreadable = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private Dictionary<string, LeaderboardDefinition> _configured = new(StringComparer.Ordinal);
    private ILookup<string, string> _unused = Array.Empty<string>().ToLookup(id => id);

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>Whether anything is set up that could ask Gamezop for an order.</summary>
    public bool CanAskGamezop => orders.CanAsk;

    /// <summary>Ends when every board is in memory.</summary>
    public Task Ready => _ready.Task;

    public IEnumerable<Board> Boards => _boards.Values;

    /// <summary>What code or configuration says of a board now; null for one that was added at run time.</summary>
    public LeaderboardDefinition? Configured(string id) => _configured.GetValueOrDefault(id);

    public Board? Find(string id) => _boards.GetValueOrDefault(id);

    /// <summary>What was in the store beside boards when they were read: the rankings of tournaments.</summary>
    public IReadOnlyList<string> OtherRankings { get; private set; } = [];

    /// <summary>Definitions of boards whose order has not come from Gamezop yet.</summary>
    public IEnumerable<LeaderboardDefinition> Waiting => _waiting.Values.Select(waiting => waiting.Definition);

    /// <summary>Why boards that are defined are not there: what Gamezop says of their order contradicts itself.</summary>
    public IEnumerable<string> Refused => _refused.OrderBy(refused => refused.Key, StringComparer.Ordinal).Select(refused => refused.Value);

    /// <summary>Why boards that are kept are not there: their definitions cannot be read.</summary>
    public IEnumerable<string> Unreadable => _unreadable.OrderBy(board => board.Key, StringComparer.Ordinal).Select(board => board.Value.Problem);

    /// <summary>Reads the boards into memory.</summary>
    public async ValueTask LoadAsync(IReadOnlyList<LeaderboardDefinition> configured, CancellationToken cancellationToken)
    {
        LeaderboardStoreState state = await store.StartAsync(cancellationToken);
        foreach (string userId in state.Banned)
            banned.Add(userId);
        // Whose erasure was cut off stays hidden until it is finished.
        foreach (UserErasure erasure in await store.ReadErasuresAsync(cancellationToken))
            banned.Add(erasure.UserId);
        // A rebuild that was killed is begun again, by whoever asked for it.
        foreach (StoredBoard building in state.Boards.Where(board => board.State == StoredBoardState.Building))
            await store.RemoveBoardAsync(building.Scope, cancellationToken);

        OtherRankings = [.. state.Boards.Where(board => board.LeaderboardId.Length == 0).Select(board => board.Scope)];
        _configured = configured.ToDictionary(definition => definition.Id, StringComparer.Ordinal);
        // Of two active revisions the later one is the result of a rebuild, and the earlier one was to be retired.
        var active = new Dictionary<string, StoredBoard>(StringComparer.Ordinal);
        foreach (StoredBoard board in state.Boards.Where(board => board.LeaderboardId.Length > 0 && board.State == StoredBoardState.Active))
            if (!active.TryGetValue(board.LeaderboardId, out StoredBoard? other) || BoardScope.RevisionOf(board.Scope) > BoardScope.RevisionOf(other.Scope))
                active[board.LeaderboardId] = board;
        var loading = new List<Task>();
        foreach (LeaderboardDefinition definition in configured)
            loading.Add(active.Remove(definition.Id, out StoredBoard? stored) ? LoadAsync(stored, definition, state, cancellationToken)
                : CreateOrRefuseAsync(definition, atRunTime: false, cancellationToken));
        foreach (StoredBoard stored in active.Values)
            loading.Add(LoadAddedAsync(stored, state, cancellationToken));
        // Side by side: those that Gamezop is asked about wait together.
        await Task.WhenAll(loading);
        _unused = state.Boards.Where(board => board.State != StoredBoardState.Building && !_boards.ContainsKey(board.LeaderboardId)
            && !_waiting.ContainsKey(board.LeaderboardId))
            .ToLookup(board => board.LeaderboardId, board => board.Scope, StringComparer.Ordinal);
        Log.Ready(logger, _boards.Count);
        _ready.TrySetResult();
    }

    // What Gamezop says of one board must not stop a host that may have been up for months, nor the others from being read, nor keep its
    // events waiting for ever.
    private async Task CreateOrRefuseAsync(LeaderboardDefinition definition, bool atRunTime, CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(definition, atRunTime, cancellationToken);
        }
        catch (LeaderboardDefinitionException refused)
        {
            Log.OrderRefused(logger, definition.Id, refused.Message);
            _refused[definition.Id] = refused.Message;
            _waiting.TryRemove(definition.Id, out _);
        }
    }

    // While its order is not known a board waits, and so do its events.
    private async ValueTask CreateAsync(LeaderboardDefinition definition, bool atRunTime, CancellationToken cancellationToken)
    {
        LeaderboardOrder? order = await orders.ResolveSoonAsync(definition, cancellationToken);
        var document = new BoardDocument
        {
            Definition = LeaderboardSettingsMap.ToSettings(definition),
            Order = definition.Order == LeaderboardOrder.FromGamezop ? order : null,
            AddedAtRunTime = atRunTime,
            PrunedThrough = DateTimeOffset.MinValue,
            CreatedAt = time.GetUtcNow(),
        };
        string name = BoardScope.NameOf(definition.Id, 1);
        if (order is not null || atRunTime)
            await store.SaveBoardAsync(
                new StoredBoard(name, definition.Id, document.Write(), StoredBoardState.Active, DateTimeOffset.MinValue), [], cancellationToken);
        if (order is null)
        {
            _waiting[definition.Id] = new WaitingBoard(definition.Copy(), atRunTime);
            return;
        }

        var scope = new BoardScope(name, definition.Copy(order), DateTimeOffset.MinValue, store, banned, quarantined, new RemovedScores([]), logger, []);
        _boards[definition.Id] = new Board(scope, document, store, banned, quarantined, logger);
        _waiting.TryRemove(definition.Id, out _);
        _refused.TryRemove(definition.Id, out _);
    }

    /// <summary>Adds a board that must not be there yet.</summary>
    public async ValueTask AddAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_boards.ContainsKey(definition.Id) || _waiting.ContainsKey(definition.Id))
                throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Id), "is the id of a board that is there already");
            if (_unreadable.ContainsKey(definition.Id))
                throw new LeaderboardDefinitionException(
                    definition.Id, nameof(definition.Id), "is the id of a board that is kept and cannot be read: change or remove that one");
            // Of a board that is not configured any more: the new one must not go on with its scores.
            await RemoveUnusedAsync(definition.Id, cancellationToken);
            await CreateAsync(definition, atRunTime: true, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Gives a board whose kept definition cannot be read another one: it goes on with what it has.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> RepairAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (!_unreadable.TryGetValue(definition.Id, out UnreadableBoard? board))
                return false;
            await LoadAsync(board.Stored, definition, board.State, cancellationToken);
            return _unreadable.TryRemove(definition.Id, out _);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>What else stands still while a user is removed, forgets the user, and runs the removal that it is given.</summary>
    public List<Func<string, Func<ValueTask>, CancellationToken, ValueTask>> Erasures { get; } = [];

    /// <summary>Changes every open window, one board after the other.</summary>
    public async ValueTask EverywhereAsync(Action<OpenWindow> change, CancellationToken cancellationToken)
    {
        foreach (Board board in Boards)
            await board.AloneAsync(
                _ =>
                {
                    foreach (OpenWindow window in board.OpenWindows)
                        change(window);
                    return default;
                },
                cancellationToken);
    }

    /// <summary>Removes a user from every board while none of them changes.</summary>
    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        Func<ValueTask> erase = () => EraseAsync([.. _boards.Values.OrderBy(board => board.Id, StringComparer.Ordinal)], 0, userId, cancellationToken);
        foreach (Func<string, Func<ValueTask>, CancellationToken, ValueTask> around in Erasures)
        {
            Func<ValueTask> inner = erase;
            erase = () => around(userId, inner, cancellationToken);
        }

        return erase();
    }

    /// <summary>Asks once more for the orders that were not known.</summary>
    public async ValueTask AskAgainAsync(CancellationToken cancellationToken)
    {
        if (_waiting.IsEmpty)
            return;
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await Task.WhenAll(_waiting.Values.Select(waiting => AskAgainAsync(waiting, cancellationToken)));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Removes some of the rows that nobody reads any more.</summary>
    /// <returns>Whether there may be more.</returns>
    public async ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) =>
        await store.CleanAsync(max, cancellationToken) || await store.RemoveUncountedAsync(time.GetUtcNow() - BoardScope.Retention, max, cancellationToken);

    public async ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_unreadable.TryRemove(id, out _))
            {
                await RemoveUnusedAsync(id, cancellationToken);
                return true;
            }

            if (_waiting.TryRemove(id, out _) || _refused.TryRemove(id, out _))
            {
                await store.RemoveBoardAsync(BoardScope.NameOf(id, 1), cancellationToken);
                return true;
            }

            if (!_boards.TryGetValue(id, out Board? board))
                return false;
            await store.SetHeldAsync(id, false, null, cancellationToken);
            await board.RemoveAsync(cancellationToken);
            return _boards.TryRemove(id, out _);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken) =>
        await Task.WhenAll(_boards.Values.Select(board => board.RecountAsync(plays, cancellationToken).AsTask()));

    /// <summary>Hands events to every board.</summary>
    /// <exception cref="LeaderboardOrderUnknownException">A board cannot rank some of the events yet; the others have them, and the other
    /// events are ranked.</exception>
    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        // Before the boards: one whose order comes meanwhile has the events or lets them wait, or both.
        WaitingBoard[] waiting = [.. _waiting.Values.OrderBy(board => board.Definition.Id, StringComparer.Ordinal)];
        // Side by side: a busy board keeps the others waiting no longer than its own share.
        await Task.WhenAll(_boards.Values.Select(board => board.ApplyAsync(events, cancellationToken).AsTask()));
        if (waiting.Length == 0)
            return;
        string[] late = [.. events.Where(context => waiting.Any(board => board.Filter.Matches(context))).Select(context => context.EventId)];
        if (late.Length > 0)
            throw new LeaderboardOrderUnknownException(waiting.First(board => events.Any(context => board.Filter.Matches(context))).Definition.Id, late);
    }

    // Every board's turn is held until the last one is reached: a score that is being written must not bring the user back.
    private async ValueTask EraseAsync(Board[] boards, int held, string userId, CancellationToken cancellationToken)
    {
        if (held < boards.Length)
        {
            await boards[held].AloneAsync(_ => EraseAsync(boards, held + 1, userId, cancellationToken), cancellationToken);
            return;
        }

        await store.EraseAsync(userId, cancellationToken);
        foreach (OpenWindow window in boards.SelectMany(board => board.OpenWindows))
            window.Erase(userId);
        foreach (Board board in boards)
            await board.ForgetRemovalsAsync(userId, cancellationToken);
    }

    private async Task AskAgainAsync(WaitingBoard waiting, CancellationToken cancellationToken)
    {
        try
        {
            await CreateOrRefuseAsync(waiting.Definition, waiting.AtRunTime, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The store is at fault: the events wait on, and it is asked again.
            Log.OrderNotKept(logger, waiting.Definition.Id, exception);
        }
    }

    private async ValueTask RemoveUnusedAsync(string id, CancellationToken cancellationToken)
    {
        foreach (string scope in _unused[id])
        {
            await store.SetHeldAsync(id, false, null, cancellationToken);
            await store.RemoveBoardAsync(scope, cancellationToken);
        }
    }

    // One that was added at run time, or is not configured any more. What cannot be read is named, and all the others are there.
    private async Task LoadAddedAsync(StoredBoard stored, LeaderboardStoreState state, CancellationToken cancellationToken)
    {
        try
        {
            if (!BoardDocument.Read(stored.Definition).AddedAtRunTime)
                return;
            _ = LeaderboardSettingsMap.ToDefinition(BoardDocument.Read(stored.Definition).Definition, "Definition");
        }
        catch (Exception exception) when (StoredDefinition.IsUnreadable(exception))
        {
            _unreadable[stored.LeaderboardId] = new UnreadableBoard(stored, state, $"Leaderboard '{stored.LeaderboardId}': {exception.Message}");
            Log.StoredBoardUnreadable(logger, stored.LeaderboardId, exception.Message);
            return;
        }

        await LoadAsync(stored, null, state, cancellationToken);
    }

    private async Task LoadAsync(StoredBoard stored, LeaderboardDefinition? configured, LeaderboardStoreState state, CancellationToken cancellationToken)
    {
        (BoardDocument document, bool repaired) = StoredBoardReader.Read(stored, configured);
        // Whoever removes it from the configuration later on, or never had it there, finds it readable.
        if (repaired)
            await store.SaveBoardAsync(
                stored with { Definition = (document = document with { AddedAtRunTime = !_configured.ContainsKey(stored.LeaderboardId) }).Write() },
                    [], cancellationToken);
        LeaderboardDefinition definition = LeaderboardSettingsMap.ToDefinition(document.Definition, stored.Scope);
        if (definition.Order == LeaderboardOrder.FromGamezop && document.Order is null)
        {
            await CreateOrRefuseAsync(configured ?? definition, atRunTime: configured is null, cancellationToken);
            return;
        }

        if (configured is not null)
        {
            if (DefinitionChanges.Meaning(definition, configured) is { Count: > 0 } members)
                Log.RebuildNeeded(logger, definition.Id, string.Join(", ", members));
            definition = DefinitionChanges.Light(definition, configured);
        }

        var begun = state.Windows.GetValueOrDefault(stored.Scope, []).Select(window => new WindowSpan(window.Key, window.StartsAt, window.EndsAt));
        var scope = new BoardScope(
            stored.Scope, definition.Copy(document.Order ?? definition.Order), stored.ClosedThrough, store, banned, quarantined,
                new RemovedScores(document.Removals), logger, [.. begun])
        {
            SettledThrough = document.SettledThrough,
        };
        var board = new Board(scope, document, store, banned, quarantined, logger) { Held = state.Held.Contains(definition.Id) };
        // A later revision may have closed a window of the same key: it takes its place.
        foreach (StoredBoard revision in state.Boards.Where(other => other.LeaderboardId == stored.LeaderboardId
            && other.State != StoredBoardState.Building).OrderBy(other => BoardScope.RevisionOf(other.Scope)))
        {
            ILookup<bool, StoredWindow> windows = state.Windows.GetValueOrDefault(revision.Scope, [])
                .ToLookup(window => window.State == StoredWindowState.Open);
            LeaderboardOrder order = revision.Scope == stored.Scope ? scope.Definition.Order : StoredBoardReader.OrderOf(revision, scope.Definition.Order);
            foreach (StoredWindow window in windows[false])
                await board.AddClosedAsync(new ClosedWindow(revision.Scope, order, window), cancellationToken);
            if (revision.Scope != stored.Scope)
                // Does nothing, unless the process was killed between the end of a rebuild and this.
                await RetireAsync(revision, windows, cancellationToken);
            else
                foreach (StoredWindow window in windows[true])
                    await scope.LoadAsync(new WindowSpan(window.Key, window.StartsAt, window.EndsAt), cancellationToken);
        }

        await board.FinishRemovalsAsync(cancellationToken);
        _boards[definition.Id] = board;
    }

    private async ValueTask RetireAsync(StoredBoard old, ILookup<bool, StoredWindow> windows, CancellationToken cancellationToken)
    {
        if (old.State != StoredBoardState.Retired || windows[true].Any())
            await Board.RetireAsync(store, old with { State = StoredBoardState.Retired }, windows[true].Select(window => window.Key), windows[false]
                .Any(), cancellationToken);
    }

    private sealed record UnreadableBoard(StoredBoard Stored, LeaderboardStoreState State, string Problem);

    private sealed record WaitingBoard(LeaderboardDefinition Definition, bool AtRunTime)
    {
        public EventFilter Filter { get; } = new(Definition);
    }
}

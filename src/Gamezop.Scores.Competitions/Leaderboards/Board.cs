using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>One board: what changes it goes one after the other, what is asked of it does not wait.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed partial class Board
{
    private const int FrozenAtOnce = 1_000;
    private static readonly TimeSpan SettlingStep = TimeSpan.FromDays(1);

    private readonly ILeaderboardStore _store;
    private readonly BannedUsers _banned;
    private readonly QuarantinedPlays _quarantined;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, ClosedWindow> _closed = new(StringComparer.Ordinal);
    private BoardDocument _document;
    private bool _removed;

    public Board(BoardScope scope, BoardDocument document, ILeaderboardStore store, BannedUsers banned, QuarantinedPlays quarantined, ILogger logger)
    {
        Scope = scope;
        _document = document;
        _store = store;
        _banned = banned;
        _quarantined = quarantined;
        _logger = logger;
    }

    public string Id => Scope.Definition.Id;

    public BoardScope Scope { get; private set; }

    /// <summary>The definition as it was given.</summary>
    public LeaderboardDefinition Described => LeaderboardSettingsMap.ToDefinition(_document.Definition, Id);

    public DateTimeOffset CreatedAt => _document.CreatedAt;

    /// <summary>Windows that take scores, of a rebuild under way too.</summary>
    public IEnumerable<OpenWindow> OpenWindows => _building is null ? Scope.OpenWindows : Scope.OpenWindows.Concat(_building.OpenWindows);

    /// <summary>Whether an operator keeps its windows open.</summary>
    public bool Held { get; set; }

    private bool CanClose => !Held && !_removed && _building is null;

    private IEnumerable<ClosedWindow> Prunable => Scope.Definition.ClosedWindowsKept == 0 ? [] : _closed.Values
        .OrderByDescending(closed => closed.Window.EndsAt).Skip(Scope.Definition.ClosedWindowsKept)
            .Where(closed => closed.Window.State == StoredWindowState.Announced);

    public IEnumerable<ClosedWindow> Closed => _closed.Values;

    public DateTimeOffset PrunedThrough => _document.PrunedThrough;

    public ClosedWindow? FindClosed(string key) => _closed.GetValueOrDefault(key);

    /// <summary>Which scores are the better ones in a window: a closed one has the order that it was closed with.</summary>
    public LeaderboardOrder OrderOf(LeaderboardWindowInfo window) => window.Closed && FindClosed(window.Key) is { } closed ? closed.Order
        : Scope.Definition.Order;

    /// <summary>
    /// Shows a closed window. One of its key that an earlier revision closed, in another time zone or before a rebuild of it, is not kept:
    /// nobody could ask for it any more.
    /// </summary>
    public async ValueTask AddClosedAsync(ClosedWindow window, CancellationToken cancellationToken)
    {
        if (Show(window) is { } replaced)
            await _store.RemoveWindowAsync(replaced.Scope, window.Window.Key, cancellationToken);
    }

    private ClosedWindow? Show(ClosedWindow window)
    {
        ClosedWindow? other = _closed.GetValueOrDefault(window.Window.Key);
        _closed[window.Window.Key] = window;
        return other?.Scope == window.Scope ? null : other;
    }

    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        if (_building is not null || events.Any(context => Scope.Matches(context)))
            await AloneAsync(scope => ApplyAsync(scope, events, cancellationToken), cancellationToken);
    }

    /// <summary>Computes anew what users come to whose plays went into quarantine, or came out of it.</summary>
    public ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            if (_removed)
                return;
            await scope.RecountAsync(plays, cancellationToken);
            if (_building is not null)
                await _building.RecountAsync(plays, cancellationToken);
        },
        cancellationToken);

    /// <summary>Closes the windows that end before an instant.</summary>
    /// <param name="horizon">No event that was received in time can still come for windows that end before this.</param>
    /// <param name="settled">No event from before this can still come in time, whatever its window.</param>
    /// <param name="cancellationToken">Stops between two steps; the rest is done next time.</param>
    public async ValueTask CloseBeforeAsync(DateTimeOffset horizon, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        if (Scope.Calendar.LastEndBefore(horizon) is { } through && through > Scope.ClosedThrough)
            await AloneAsync(scope => CanClose ? CloseThroughAsync(scope, through, cancellationToken) : default, cancellationToken);
        // Also those that a process which was killed had begun with.
        foreach (OpenWindow window in Unfrozen(Scope))
            await FreezeAsync(window, cancellationToken);
        if (Prunable.Any())
            await AloneAsync(_ => PruneAsync(cancellationToken), cancellationToken);
        if (settled > CreatedAt && settled - Scope.SettledThrough > SettlingStep)
            await AloneAsync(scope => CanClose ? SettleAsync(scope, settled, cancellationToken) : default, cancellationToken);
    }

    // A removal that could not be carried out when it was kept must not be frozen as if it had never been asked for.
    private async ValueTask CloseThroughAsync(BoardScope scope, DateTimeOffset through, CancellationToken cancellationToken)
    {
        await FinishRemovalsAsync(cancellationToken);
        await scope.CloseAsync(through, cancellationToken);
    }

    /// <summary>A window's close has been told. It may have been made anew meanwhile, or deleted.</summary>
    public ValueTask MarkAnnouncedAsync(string key, CancellationToken cancellationToken) => AloneAsync(
        async _ =>
        {
            if (_removed || FindClosed(key) is not { } closed)
                return;
            StoredWindow announced = closed.Window with { State = StoredWindowState.Announced };
            await _store.SaveWindowAsync(closed.Scope, announced, cancellationToken);
            _closed[key] = closed with { Window = announced };
        },
        cancellationToken);

    public async ValueTask<bool> RemoveWindowAsync(string key, CancellationToken cancellationToken)
    {
        bool found = false;
        await AloneAsync(
            async scope =>
            {
                if (scope.FindOpen(key) is not null)
                {
                    await _store.RemoveWindowAsync(scope.Name, key, cancellationToken);
                    scope.Forget(key);
                    found = true;
                }

                if (_reopened.Contains(key))
                {
                    await _store.RemoveWindowAsync(_building!.Name, key, cancellationToken);
                    _building.Forget(key);
                    // Last: where it could not be removed, its scores go on counting in it.
                    _reopened.Remove(key);
                }

                if (_closed.ContainsKey(key))
                {
                    // From earlier revisions too: where a rebuild could not remove what it replaced, a restart would find that.
                    for (int revision = 1; revision <= BoardScope.RevisionOf(scope.Name); revision++)
                        await _store.RemoveWindowAsync(BoardScope.NameOf(Id, revision), key, cancellationToken);
                    _closed.TryRemove(key, out _);
                    found = true;
                }
            },
            cancellationToken);
        return found;
    }

    /// <summary>Goes on under a definition that means the same.</summary>
    /// <exception cref="LeaderboardDefinitionException">It does not.</exception>
    public async ValueTask ChangeAsync(LeaderboardDefinition definition, CancellationToken cancellationToken) => await AloneAsync(
        async scope =>
        {
            CheckThere();
            if (_building is not null)
                throw new LeaderboardDefinitionException(Id, "the definition", "cannot be changed while the board is being rebuilt");
            if (DefinitionChanges.Meaning(Described, definition) is { Count: > 0 } members)
                throw new LeaderboardDefinitionException(Id, string.Join(", ", members),
                    "cannot be changed while scores are kept under the old meaning: rebuild the board under the new definition, by IRebuild");
            await FreezeNowAsync(scope, cancellationToken);
            await SaveAsync(scope, _document with { Definition = LeaderboardSettingsMap.ToSettings(definition) }, cancellationToken);
            var changed = new BoardScope(scope.Name, definition.Copy(scope.Definition.Order), scope.ClosedThrough, _store, _banned, _quarantined,
                scope.Removed, _logger, scope.Begun)
            {
                SettledThrough = scope.SettledThrough,
            };
            foreach (OpenWindow window in scope.OpenWindows)
                await changed.LoadAsync(window.Span, cancellationToken);
            Scope = changed;
        },
        cancellationToken);

    public ValueTask RemoveAsync(CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            // Earlier revisions too, also where all of their windows are gone; the present one last: what is cut off can be done again, and
            // until then scores count.
            for (int revision = 1; revision < BoardScope.RevisionOf(scope.Name); revision++)
                await _store.RemoveBoardAsync(BoardScope.NameOf(Id, revision), cancellationToken);
            await _store.RemoveBoardAsync(scope.Name, cancellationToken);
            _removed = true;
            // Who reads one of them sees that it is gone.
            _closed.Clear();
            if (_building is not null)
                await _store.RemoveBoardAsync(_building.Name, cancellationToken);
            _building = null;
        },
        cancellationToken);

    /// <summary>Runs a change while no other one runs.</summary>
    public async ValueTask AloneAsync(Func<BoardScope, ValueTask> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await change(Scope);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask ApplyAsync(BoardScope scope, IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        if (_removed)
            return;
        await scope.ApplyAsync(events, cancellationToken);
        if (_building is not null)
            await BuildAsync(scope, _building, events, cancellationToken);
    }

    // Kept before anything relies on it: what can no longer count must not count after a restart either.
    private async ValueTask SettleAsync(BoardScope scope, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        await SaveAsync(scope, _document with { SettledThrough = settled }, cancellationToken);
        scope.SettledThrough = settled;
    }

    // A step at a time: scores and erasures have their turn in between.
    private async ValueTask FreezeAsync(OpenWindow window, CancellationToken cancellationToken)
    {
        using IEnumerator<Func<CancellationToken, ValueTask>> steps = Freezing(Scope, window, StoredWindowState.Closed, ShowFrozenAsync).GetEnumerator();
        bool more = true;
        while (more)
            await SmallSteps.RunAsync(
                () => AloneAsync(
                    async scope =>
                    {
                        more = !_removed && scope.FindOpen(window.Span.Key) == window && steps.MoveNext();
                        if (more)
                            await steps.Current(cancellationToken);
                    },
                    cancellationToken),
                cancellationToken);
    }

    // Before a revision changes or is replaced: what has closed by its rules is frozen by them.
    private async ValueTask FreezeNowAsync(BoardScope scope, CancellationToken cancellationToken)
    {
        foreach (OpenWindow window in Unfrozen(scope))
            foreach (Func<CancellationToken, ValueTask> step in Freezing(scope, window, StoredWindowState.Closed, ShowFrozenAsync))
                await step(cancellationToken);
    }

    private static OpenWindow[] Unfrozen(BoardScope scope) =>
        [.. scope.OpenWindows.Where(window => window.Span.End <= scope.ClosedThrough).OrderBy(window => window.Span.End)];

    // The window takes no more writes, so its rankings stand still. Who has been erased since they were read is not kept after all.
    private IEnumerable<Func<CancellationToken, ValueTask>> Freezing(
        BoardScope scope, OpenWindow window, StoredWindowState state, Func<ClosedWindow, CancellationToken, ValueTask> frozen)
    {
        var totals = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string partition, Standings standings) in window.Partitions)
        {
            (RankedUser[] users, int total) = standings.Page(0, int.MaxValue);
            if (total == 0)
                continue;
            totals[partition] = total;
            foreach (FrozenEntry[] places in FrozenPlaces.Of(partition, users, scope.Rule.ScoreOf).Chunk(FrozenAtOnce))
                yield return token => _store.FreezeAsync(scope.Name, window.Span.Key, [.. places.Where(place => window.Has(partition, place.UserId))], token);
        }

        yield return async token =>
        {
            var closed = new StoredWindow(window.Span.Key, window.Span.Start, window.Span.End, state, new ReadOnlyDictionary<string, int>(totals))
            {
                Ranking = scope.Definition.Ranking,
            };
            await _store.SaveWindowAsync(scope.Name, closed, token);
            await frozen(new ClosedWindow(scope.Name, scope.Definition.Order, closed), token);
            scope.Forget(window.Span.Key);
        };
    }

    private async ValueTask ShowFrozenAsync(ClosedWindow closed, CancellationToken cancellationToken)
    {
        await AddClosedAsync(closed, cancellationToken);
        Log.WindowClosed(_logger, Id, closed.Window.Key, closed.Window.Totals.GetValueOrDefault(""));
    }

    private async ValueTask PruneAsync(CancellationToken cancellationToken)
    {
        ClosedWindow[] prunable = [.. Prunable];
        if (_removed || prunable.Length == 0)
            return;
        // Kept before any of them goes.
        DateTimeOffset through = prunable.Max(old => old.Window.EndsAt);
        if (through > _document.PrunedThrough)
            await SaveAsync(Scope, _document with { PrunedThrough = through }, cancellationToken);
        foreach (ClosedWindow old in prunable)
        {
            await _store.RemoveWindowAsync(old.Scope, old.Window.Key, cancellationToken);
            _closed.TryRemove(old.Window.Key, out _);
        }
    }

    // In force once it is kept, and not before.
    private async ValueTask SaveAsync(
        BoardScope scope, BoardDocument document, CancellationToken cancellationToken, params IReadOnlyList<LeaderboardAction> actions)
    {
        await _store.SaveBoardAsync(
            new StoredBoard(scope.Name, Id, document.Write(), StoredBoardState.Active, scope.ClosedThrough), actions, cancellationToken);
        _document = document;
        scope.Removed.Set(document.Removals);
    }

    private void CheckThere()
    {
        if (_removed)
            throw new LeaderboardNotFoundException($"There is no leaderboard '{Id}' any more.");
    }
}

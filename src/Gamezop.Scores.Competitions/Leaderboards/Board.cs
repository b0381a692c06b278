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

    public IEnumerable<ClosedWindow> Closed => _closed.Values;

    public DateTimeOffset PrunedThrough => _document.PrunedThrough;

    public ClosedWindow? FindClosed(string key) => _closed.GetValueOrDefault(key);

    public void AddClosed(ClosedWindow window) => _closed[window.Window.Key] = window;

    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        if (_building is not null || events.Any(context => Scope.Matches(context.Event)))
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
        if (_removed)
            return;
        if (!Held && _building is null && Scope.Calendar.LastEndBefore(horizon) is { } through && through > Scope.ClosedThrough)
            await AloneAsync(scope => scope.CloseAsync(through, cancellationToken), cancellationToken);
        // Also those that a process which was killed had begun with.
        foreach (OpenWindow window in Scope.OpenWindows.Where(window => window.Span.End <= Scope.ClosedThrough).OrderBy(window => window.Span.End))
            await FreezeAsync(window, cancellationToken);
        await PruneAsync(cancellationToken);
        if (!Held && _building is null && settled > CreatedAt && settled - Scope.SettledThrough > SettlingStep)
            await AloneAsync(scope => SettleAsync(scope, settled, cancellationToken), cancellationToken);
    }

    public async ValueTask MarkAnnouncedAsync(ClosedWindow closed, CancellationToken cancellationToken)
    {
        StoredWindow announced = closed.Window with { State = StoredWindowState.Announced };
        await _store.SaveWindowAsync(closed.Scope, announced, cancellationToken);
        _closed.TryUpdate(announced.Key, closed with { Window = announced }, closed);
    }

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

                if (_closed.TryGetValue(key, out ClosedWindow? closed))
                {
                    await _store.RemoveWindowAsync(closed.Scope, key, cancellationToken);
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
            if (_building is not null)
                throw new LeaderboardDefinitionException(Id, "the definition", "cannot be changed while the board is being rebuilt");
            if (DefinitionChanges.Meaning(Described, definition) is { Count: > 0 } members)
                throw new LeaderboardDefinitionException(Id, string.Join(", ", members), "cannot be changed while scores are kept under the old meaning: rebuild the board under the new definition, by IRebuild");
            _document.Definition = LeaderboardSettingsMap.ToSettings(definition);
            await _store.SaveBoardAsync(new StoredBoard(scope.Name, Id, _document.Write(), StoredBoardState.Active, scope.ClosedThrough), cancellationToken);
            var changed = new BoardScope(scope.Name, definition.Copy(scope.Definition.Order), scope.ClosedThrough, _store, _banned, _quarantined, _logger) { SettledThrough = scope.SettledThrough };
            foreach (OpenWindow window in scope.OpenWindows)
                await changed.LoadAsync(window.Span, cancellationToken);
            Scope = changed;
        },
        cancellationToken);

    public ValueTask RemoveAsync(CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            _removed = true;
            foreach (string name in _closed.Values.Select(closed => closed.Scope).Append(scope.Name).Distinct())
                await _store.RemoveBoardAsync(name, cancellationToken);
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
            await _building.ApplyAsync(events, cancellationToken);
    }

    // Kept before anything relies on it: what can no longer count must not count after a restart either.
    private async ValueTask SettleAsync(BoardScope scope, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        _document.SettledThrough = settled;
        await _store.SaveBoardAsync(new StoredBoard(scope.Name, Id, _document.Write(), StoredBoardState.Active, scope.ClosedThrough), cancellationToken);
        scope.SettledThrough = settled;
    }

    // The window takes no more writes, so its rankings stand still: no need to keep others waiting.
    private async ValueTask FreezeAsync(OpenWindow window, CancellationToken cancellationToken)
    {
        var totals = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string partition, Standings standings) in window.Partitions)
        {
            (RankedUser[] users, int total) = standings.Page(0, int.MaxValue);
            if (total == 0)
                continue;
            totals[partition] = total;
            foreach (FrozenEntry[] places in FrozenPlaces.Of(partition, users, Scope.Rule.ScoreOf).Chunk(FrozenAtOnce))
                await _store.FreezeAsync(Scope.Name, window.Span.Key, places, cancellationToken);
        }

        var closed = new StoredWindow(window.Span.Key, window.Span.Start, window.Span.End, StoredWindowState.Closed, new ReadOnlyDictionary<string, int>(totals));
        await _store.SaveWindowAsync(Scope.Name, closed, cancellationToken);
        AddClosed(new ClosedWindow(Scope.Name, closed));
        Scope.Forget(window.Span.Key);
        Log.WindowClosed(_logger, Id, closed.Key, totals.GetValueOrDefault(""));
    }

    private async ValueTask PruneAsync(CancellationToken cancellationToken)
    {
        int kept = Scope.Definition.ClosedWindowsKept;
        if (kept == 0)
            return;
        foreach (ClosedWindow old in _closed.Values.OrderByDescending(closed => closed.Window.EndsAt).Skip(kept).Where(closed => closed.Window.State == StoredWindowState.Announced).ToList())
        {
            if (old.Window.EndsAt > _document.PrunedThrough)
            {
                _document.PrunedThrough = old.Window.EndsAt;
                await _store.SaveBoardAsync(new StoredBoard(Scope.Name, Id, _document.Write(), StoredBoardState.Active, Scope.ClosedThrough), cancellationToken);
            }

            await _store.RemoveWindowAsync(old.Scope, old.Window.Key, cancellationToken);
            _closed.TryRemove(old.Window.Key, out _);
        }
    }
}

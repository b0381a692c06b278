namespace Gamezop.Scores.Competitions;

/// <content>A second revision is filled beside the one that answers, and takes its place.</content>
internal sealed partial class Board
{
    private BoardScope? _building;
    private HashSet<string> _reopened = [];
    private DateTimeOffset _oldestKept;

    // After a removal from a part of a window: among the events that are left of a play another one decides, and they have to be folded in once more.
    private bool _mustReadAgain;

    /// <param name="definition">The rules of the new revision.</param>
    /// <param name="isGiven">Whether somebody asked for these rules; if not, they are the board's own, and small changes to them since then hold.</param>
    /// <param name="order">Which scores are better.</param>
    /// <param name="windows">Closed windows that are made anew too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The rules, as they are to be kept.</returns>
    public async ValueTask<LeaderboardDefinition> BeginRebuildAsync(
        LeaderboardDefinition definition, bool isGiven, LeaderboardOrder order, IReadOnlyCollection<string> windows, CancellationToken cancellationToken)
    {
        await AloneAsync(
            async scope =>
            {
                CheckThere();
                if (_building is not null)
                    throw new RebuildRefusedException($"Leaderboard '{Id}' is being rebuilt already.");
                if (!isGiven)
                    definition = DefinitionChanges.Meaning(definition, Described).Count == 0
                        ? Described
                        : throw new RebuildRefusedException($"Leaderboard '{Id}' has been given other rules meanwhile.");
                await BeginRebuildAsync(scope, definition.Copy(order), windows, cancellationToken);
            },
            cancellationToken);
        return definition;
    }

    /// <summary>Folds kept events in.</summary>
    public ValueTask ApplyKeptAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken) => AloneAsync(
        scope =>
        {
            CheckThere();
            foreach (ScoreContext context in events)
                if (context.ReceivedAt < _oldestKept && _building!.Matches(context))
                    _oldestKept = context.ReceivedAt;
            return BuildAsync(scope, _building!, events, cancellationToken);
        },
        cancellationToken);

    /// <summary>Lets the new revision answer, and removes what it replaces.</summary>
    /// <param name="definition">Its rules, as they are kept.</param>
    /// <param name="actions">What is recorded, in the step that keeps it.</param>
    /// <param name="cancellationToken">Gives up; once it is kept, it is carried out.</param>
    /// <returns>False when the kept events have to be folded in once more before.</returns>
    public async ValueTask<bool> TryFinishRebuildAsync(
        LeaderboardDefinition definition, IReadOnlyList<LeaderboardAction> actions, CancellationToken cancellationToken)
    {
        var isFinished = false;
        await AloneAsync(
            async scope =>
            {
                CheckThere();
                // One that could not be carried out in both revisions must not come back with the new one.
                await FinishRemovalsAsync(cancellationToken);
                isFinished = !_mustReadAgain;
                _mustReadAgain = false;
                if (isFinished)
                    await FinishRebuildAsync(scope, _building!, definition, actions, cancellationToken);
            },
            cancellationToken);
        return isFinished;
    }

    public ValueTask GiveUpRebuildAsync() => AloneAsync(
        async _ =>
        {
            if (_building is not { } building)
                return;
            (_building, _reopened) = (null, []);
            await _store.RemoveBoardAsync(building.Name, CancellationToken.None);
        },
        CancellationToken.None);

    /// <summary>Keeps of a revision that was replaced what is still read: its closed windows. Its open ones have been made anew.</summary>
    public static async ValueTask RetireAsync(
        ILeaderboardStore store, StoredBoard old, IEnumerable<string> open, bool hasClosed, CancellationToken cancellationToken)
    {
        if (!hasClosed)
        {
            await store.RemoveBoardAsync(old.Scope, cancellationToken);
            return;
        }

        await store.SaveBoardAsync(old, [], cancellationToken);
        foreach (string window in open)
            await store.RemoveWindowAsync(old.Scope, window, cancellationToken);
    }

    private async ValueTask FinishRebuildAsync(
        BoardScope scope, BoardScope built, LeaderboardDefinition definition, IReadOnlyList<LeaderboardAction> actions, CancellationToken cancellationToken)
    {
        await KeepUncountedAsync(scope, built, cancellationToken);
        var document = new BoardDocument
        {
            Definition = LeaderboardSettingsMap.ToSettings(definition),
            Order = definition.Order == LeaderboardOrder.FromGamezop ? built.Definition.Order : null,
            AddedAtRunTime = _document.AddedAtRunTime,
            PrunedThrough = _document.PrunedThrough,
            SettledThrough = _document.SettledThrough,
            CreatedAt = _oldestKept,
            Removals = _document.Removals,
        };
        IReadOnlyList<ClosedWindow> closed = await CloseReopenedAsync(scope, built, cancellationToken);
        // From this write on a restart finds the new revision: the higher one of two that are active.
        await _store.SaveBoardAsync(
            new StoredBoard(built.Name, Id, document.Write(), StoredBoardState.Active, built.ClosedThrough), actions, CancellationToken.None);
        built.SettledThrough = document.SettledThrough;
        var retired = new StoredBoard(scope.Name, Id, _document.Write(), StoredBoardState.Retired, scope.ClosedThrough);
        (Scope, _document, _building, _reopened) = (built, document, null, []);
        foreach (ClosedWindow old in closed.Select(Show).OfType<ClosedWindow>().ToList())
            await _store.RemoveWindowAsync(old.Scope, old.Window.Key, CancellationToken.None);
        await RetireAsync(_store, retired, scope.OpenWindows.Select(window => window.Span.Key),
            _closed.Values.Any(closed => closed.Scope == scope.Name), CancellationToken.None);
    }

    private async ValueTask BeginRebuildAsync(
        BoardScope scope, LeaderboardDefinition definition, IReadOnlyCollection<string> windows, CancellationToken cancellationToken)
    {
        await FreezeNowAsync(scope, cancellationToken);
        // With a closed window among them nothing is closed in the new revision before it takes the place of the old one.
        DateTimeOffset closedThrough = windows.Count > 0 ? DateTimeOffset.MinValue : scope.ClosedThrough;
        // Under other windows nothing has begun yet.
        bool isSame = definition.Window == scope.Definition.Window && SettingText.Of(definition.TimeZone) == SettingText.Of(scope.Definition.TimeZone);
        var building = new BoardScope(
            BoardScope.NameOf(Id, BoardScope.RevisionOf(scope.Name) + 1), definition, closedThrough, _store, _banned, _quarantined, scope.Removed,
                _logger, isSame ? scope.Begun : []);
        List<WindowSpan> reopened = [.. windows.Select(window => Same(window, building.Calendar))];
        await _store.RemoveBoardAsync(building.Name, cancellationToken);
        await _store.SaveBoardAsync(new StoredBoard(building.Name, Id, _document.Write(), StoredBoardState.Building, closedThrough), [], cancellationToken);
        // Also where nobody turns out to have a score in it.
        foreach (WindowSpan window in reopened)
            await building.OpenAsync(window, cancellationToken);
        (_building, _reopened, _oldestKept, _mustReadAgain) = (building, new HashSet<string>(windows, StringComparer.Ordinal), CreatedAt, false);
    }

    // A window that stays closed is not made anew, and its events are not late.
    private ValueTask BuildAsync(BoardScope scope, BoardScope building, IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken) =>
        building.ApplyAsync([.. events.Where(context => !StaysClosed(scope, building, context.Event.Timestamp))], cancellationToken);

    private bool StaysClosed(BoardScope scope, BoardScope building, DateTimeOffset instant) =>
        building.Calendar.TryFind(instant, out WindowSpan span) && span.End <= scope.ClosedThrough && !_reopened.Contains(span.Key);

    private WindowSpan Same(string window, WindowCalendar calendar)
    {
        if (FindClosed(window)?.Window is not { } closed)
            throw new LeaderboardNotFoundException($"Leaderboard '{Id}' has no closed window '{window}'.");
        if (!calendar.TryFind(window, out WindowSpan span) || span.Start != closed.StartsAt || span.End != closed.EndsAt)
            throw new RebuildRefusedException($"Window '{window}' of leaderboard '{Id}' has other bounds under the present definition.");
        return span;
    }

    // Nobody is told of a window whose close has been told.
    private async ValueTask<IReadOnlyList<ClosedWindow>> CloseReopenedAsync(BoardScope scope, BoardScope built, CancellationToken cancellationToken)
    {
        var closed = new List<ClosedWindow>();
        // Also where those that were asked for have been deleted meanwhile: the others stay closed.
        await built.CloseAsync(scope.ClosedThrough, cancellationToken);
        foreach (OpenWindow window in Unfrozen(built))
            foreach (Func<CancellationToken, ValueTask> step in Freezing(built, window, FindClosed(window.Span.Key)?.Window.State
                ?? StoredWindowState.Announced, Keep))
                await step(cancellationToken);
        return closed;

        ValueTask Keep(ClosedWindow window, CancellationToken token)
        {
            closed.Add(window);
            return default;
        }
    }

    // What did not count in a window that stays closed stays listed; the others were judged anew.
    private async ValueTask KeepUncountedAsync(BoardScope scope, BoardScope built, CancellationToken cancellationToken)
    {
        UncountedEvent? after = null;
        while (await _store.ReadUncountedAsync(scope.Name, after, FrozenAtOnce, cancellationToken) is { Count: > 0 } page)
        {
            await _store.WriteAsync(built.Name,
                new LeaderboardWrite([], [], [.. page.Where(uncounted => StaysClosed(scope, built, uncounted.Timestamp))]), cancellationToken);
            after = page[^1];
        }
    }
}

namespace Gamezop.Scores.Competitions;

/// <content>A second revision is filled beside the one that answers, and takes its place.</content>
internal sealed partial class Board
{
    private BoardScope? _building;

    public ValueTask BeginRebuildAsync(LeaderboardDefinition definition, CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            CheckThere();
            if (_building is not null)
                throw new RebuildRefusedException($"Leaderboard '{Id}' is being rebuilt already.");
            await FreezeNowAsync(scope, cancellationToken);
            var building = new BoardScope(BoardScope.NameOf(Id, BoardScope.RevisionOf(scope.Name) + 1), definition, scope.ClosedThrough, _store, _banned, _quarantined, _logger);
            await _store.RemoveBoardAsync(building.Name, cancellationToken);
            await _store.SaveBoardAsync(new StoredBoard(building.Name, Id, _document.Write(), StoredBoardState.Building, scope.ClosedThrough), cancellationToken);
            _building = building;
        },
        cancellationToken);

    /// <summary>Folds kept events in. Windows that are closed already are not made anew, and their events are not late.</summary>
    public ValueTask ApplyKeptAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken) => AloneAsync(
        _ =>
        {
            CheckThere();
            return _building!.ApplyAsync([.. events.Where(context => !_building.IsClosedAt(context.Event.Timestamp))], cancellationToken);
        },
        cancellationToken);

    public ValueTask FinishRebuildAsync(LeaderboardDefinition definition, CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            CheckThere();
            BoardScope built = _building!;
            await KeepUncountedAsync(scope, built, cancellationToken);
            var document = new BoardDocument
            {
                Definition = LeaderboardSettingsMap.ToSettings(definition),
                Order = definition.Order == LeaderboardOrder.FromGamezop ? built.Definition.Order : null,
                AddedAtRunTime = _document.AddedAtRunTime,
                PrunedThrough = _document.PrunedThrough,
                SettledThrough = _document.SettledThrough,
                CreatedAt = _document.CreatedAt,
            };
            // From this write on a restart finds the new revision: the higher one of two that are active.
            await _store.SaveBoardAsync(new StoredBoard(built.Name, Id, document.Write(), StoredBoardState.Active, built.ClosedThrough), cancellationToken);
            built.SettledThrough = document.SettledThrough;
            var retired = new StoredBoard(scope.Name, Id, _document.Write(), StoredBoardState.Retired, scope.ClosedThrough);
            (Scope, _document, _building) = (built, document, null);
            await RetireAsync(_store, retired, scope.OpenWindows.Select(window => window.Span.Key), _closed.Values.Any(closed => closed.Scope == scope.Name), CancellationToken.None);
        },
        cancellationToken);

    public ValueTask GiveUpRebuildAsync() => AloneAsync(
        async _ =>
        {
            if (_building is not { } building)
                return;
            _building = null;
            await _store.RemoveBoardAsync(building.Name, CancellationToken.None);
        },
        CancellationToken.None);

    /// <summary>Keeps of a revision that was replaced what is still read: its closed windows. Its open ones have been made anew.</summary>
    public static async ValueTask RetireAsync(ILeaderboardStore store, StoredBoard old, IEnumerable<string> open, bool hasClosed, CancellationToken cancellationToken)
    {
        if (!hasClosed)
        {
            await store.RemoveBoardAsync(old.Scope, cancellationToken);
            return;
        }

        await store.SaveBoardAsync(old, cancellationToken);
        foreach (string window in open)
            await store.RemoveWindowAsync(old.Scope, window, cancellationToken);
    }

    // What did not count in a closed window stays listed; the others were judged anew.
    private async ValueTask KeepUncountedAsync(BoardScope scope, BoardScope built, CancellationToken cancellationToken)
    {
        UncountedEvent? after = null;
        while (await _store.ReadUncountedAsync(scope.Name, after, FrozenAtOnce, cancellationToken) is { Count: > 0 } page)
        {
            await _store.WriteAsync(built.Name, new LeaderboardWrite([], [], [.. page.Where(uncounted => built.IsClosedAt(uncounted.Timestamp))]), cancellationToken);
            after = page[^1];
        }
    }
}

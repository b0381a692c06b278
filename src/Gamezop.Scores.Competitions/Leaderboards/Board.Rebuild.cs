using System.Globalization;

namespace Gamezop.Scores.Competitions;

/// <content>A second revision is filled beside the one that answers, and takes its place.</content>
internal sealed partial class Board
{
    private BoardScope? _building;

    public ValueTask BeginRebuildAsync(LeaderboardDefinition definition, CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            if (_building is not null)
                throw new RebuildRefusedException($"Leaderboard '{Id}' is being rebuilt already.");
            int revision = int.Parse(scope.Name.AsSpan(scope.Name.LastIndexOf('#') + 1), CultureInfo.InvariantCulture) + 1;
            var building = new BoardScope(string.Create(CultureInfo.InvariantCulture, $"{Id}#{revision}"), definition, scope.ClosedThrough, _store, _banned, _quarantined, _logger);
            await _store.RemoveBoardAsync(building.Name, cancellationToken);
            await _store.SaveBoardAsync(new StoredBoard(building.Name, Id, _document.Write(), StoredBoardState.Building, scope.ClosedThrough), cancellationToken);
            _building = building;
        },
        cancellationToken);

    /// <summary>Folds kept events in. Windows that are closed already are not made anew, and their events are not late.</summary>
    public ValueTask ApplyKeptAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken) => AloneAsync(
        _ => _building!.ApplyAsync([.. events.Where(context => !_building.IsClosedAt(context.Event.Timestamp))], cancellationToken),
        cancellationToken);

    public ValueTask FinishRebuildAsync(LeaderboardDefinition definition, CancellationToken cancellationToken) => AloneAsync(
        async scope =>
        {
            BoardScope built = _building!;
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
            (Scope, _document, _building) = (built, document, null);
            await RetireAsync(scope, CancellationToken.None);
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

    // Closed windows of the old revision are still read; its open ones have been made anew.
    private async ValueTask RetireAsync(BoardScope scope, CancellationToken cancellationToken)
    {
        if (!_closed.Values.Any(closed => closed.Scope == scope.Name))
        {
            await _store.RemoveBoardAsync(scope.Name, cancellationToken);
            return;
        }

        await _store.SaveBoardAsync(new StoredBoard(scope.Name, Id, _document.Write(), StoredBoardState.Retired, scope.ClosedThrough), cancellationToken);
        foreach (OpenWindow window in scope.OpenWindows)
            await _store.RemoveWindowAsync(scope.Name, window.Span.Key, cancellationToken);
    }
}

using System.Globalization;

namespace Gamezop.Scores.Competitions;

internal sealed class Rebuilder(BoardCatalog catalog, BoardViews views, OrderResolver orders, IScoreLedger ledger, TimeProvider time) : IRebuild
{
    public ValueTask RunAsync(string leaderboardId, string actor, string reason, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        Board board = views.Board(leaderboardId);
        return RunAsync(board, catalog.Configured(leaderboardId), [], actor, reason, progress, cancellationToken);
    }

    public ValueTask RunClosedAsync(
        string leaderboardId, IReadOnlyCollection<string> windows, string actor, string reason, IProgress<RebuildProgress>? progress,
            CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(windows);
        Board board = views.Board(leaderboardId);
        return RunAsync(board, catalog.Configured(leaderboardId), [.. windows.Distinct(StringComparer.Ordinal)], actor, reason, progress, cancellationToken);
    }

    public ValueTask RunWithAsync(
        LeaderboardDefinition definition, string actor, string reason, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        LeaderboardValidation.Validate(definition);
        return RunAsync(views.Board(definition.Id), definition, [], actor, reason, progress, cancellationToken);
    }

    private async ValueTask RunAsync(
        Board board, LeaderboardDefinition? given, IReadOnlyCollection<string> windows, string actor, string reason,
            IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentNullException.ThrowIfNull(reason);
        LeaderboardDefinition definition = given ?? board.Described;
        LeaderboardOrder order = await orders.ResolveAsync(definition, cancellationToken) ?? throw new LeaderboardOrderUnknownException(definition.Id);
        DateTimeOffset needed = NeededFrom(board, definition, windows);
        await CheckKeptAsync(board, needed, cancellationToken);
        definition = await board.BeginRebuildAsync(definition, isGiven: given is not null, order, windows, cancellationToken);
        try
        {
            LeaderboardAction[] actions =
            [
                new(time.GetUtcNow(), "rebuild", board.Id, actor, reason),
                .. windows.Select(window => new LeaderboardAction(time.GetUtcNow(), "rebuild-window", $"{board.Id}/{window}", actor, reason)),
            ];
            do
            {
                await ApplyKeptAsync(board, progress, cancellationToken);
                // What was removed while they were read may be missing.
                await CheckKeptAsync(board, needed, cancellationToken);
            }
            while (!await board.TryFinishRebuildAsync(definition, actions, cancellationToken));
        }
        catch
        {
            await board.GiveUpRebuildAsync();
            throw;
        }
    }

    private async ValueTask ApplyKeptAsync(Board board, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        long events = 0;
        await foreach (var batch in ledger.ReadAsync(cancellationToken))
        {
            await board.ApplyKeptAsync([.. batch.Where(context => !CompetitionsHandler.IsFuture(context))], cancellationToken);
            events += batch.Count;
            progress?.Report(new RebuildProgress(events, batch[^1].ReceivedAt));
        }
    }

    // The board's open windows, and closed ones that are asked for, can hold scores that arrived from their start on, or a little before it
    // by a clock that is ahead; and none from before the board was added.
    private static DateTimeOffset NeededFrom(Board board, LeaderboardDefinition definition, IReadOnlyCollection<string> windows)
    {
        var calendar = WindowCalendar.Create(definition.Window, definition.TimeZone);
        DateTimeOffset firstOpen = board.Scope.ClosedThrough > board.CreatedAt ? board.Scope.ClosedThrough : board.CreatedAt;
        DateTimeOffset needed = board.CreatedAt;
        if (calendar.TryFindCurrent(firstOpen, out WindowSpan span) && span.HasStart && span.Start - CompetitionsHandler.FutureLimit > needed)
            needed = span.Start - CompetitionsHandler.FutureLimit;
        foreach (DateTimeOffset start in windows.Select(window => board.FindClosed(window)?.Window.StartsAt).OfType<DateTimeOffset>())
            if (start - CompetitionsHandler.FutureLimit < needed)
                needed = start - CompetitionsHandler.FutureLimit;
        return needed;
    }

    private async ValueTask CheckKeptAsync(Board board, DateTimeOffset needed, CancellationToken cancellationToken)
    {
        if (!ledger.KeepsEvents)
            throw new RebuildRefusedException("There is no store that keeps events, so there is nothing to rebuild from.");
        DateTimeOffset keptFrom = await ledger.GetKeptFromAsync(cancellationToken);
        if (needed < keptFrom)
            throw new RebuildRefusedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Leaderboard '{board.Id}' has windows to be rebuilt with scores since {needed:u}, and events are kept since {keptFrom:u}: "
                    + $"a rebuild would lose scores. It could be for windows that begin after that."),
                keptFrom);
    }
}

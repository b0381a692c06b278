using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Closes windows that are due, and tells the publisher's handlers. What a stop or crash kept it from doing is done after the next start.</summary>
internal sealed class WindowCloser(
    BoardCatalog catalog, IScoreBacklog backlog, HookCalls hooks, ILogger<WindowCloser> logger, OngoingFailures? failures = null)
{
    private const string ClosingPrefix = "Windows of board '";

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset horizon = await backlog.GetHorizonAsync(cancellationToken);
        Board[] boards = [.. catalog.Boards];
        failures?.Keep(ClosingPrefix, boards.Select(Closing));
        foreach (Board board in boards)
            try
            {
                await board.CloseBeforeAsync(horizon - board.Scope.Definition.Grace, horizon - BoardScope.Retention, cancellationToken);
                ClosedWindow[] untold = [.. board.Closed.Where(closed => closed.Window.State == StoredWindowState.Closed).OrderBy(closed => closed.Window.EndsAt)];
                if (untold.Length > 0)
                    hooks.Begin(board.Id, () => AnnounceAsync(board, untold, cancellationToken), cancellationToken);
                failures?.Succeeded(Closing(board));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The store is at fault. What was done is kept; the rest is done next time, and other boards need not wait for it.
                failures?.Failed(Closing(board), exception);
                Log.CloseFailed(logger, board.Id, exception);
            }
    }

    private static string Closing(Board board) => $"{ClosingPrefix}{board.Id}' cannot be closed";

    /// <summary>Waits for the publisher's handlers that are being told, each for a limited time.</summary>
    public Task WhenIdleAsync() => hooks.WhenIdleAsync();

    private async ValueTask AnnounceAsync(Board board, ClosedWindow[] untold, CancellationToken cancellationToken)
    {
        foreach (ClosedWindow closed in untold)
            await AnnounceAsync(board, closed, cancellationToken);
    }

    private async ValueTask AnnounceAsync(Board board, ClosedWindow closed, CancellationToken cancellationToken)
    {
        // Made anew or deleted since the list was made.
        if (board.FindClosed(closed.Window.Key) != closed)
            return;
        string key = $"w/{Uri.EscapeDataString(board.Id)}/{closed.Window.Key}";
        var info = new LeaderboardWindowInfo(closed.Window.Key, NullIf(closed.Window.StartsAt, DateTimeOffset.MinValue), NullIf(closed.Window.EndsAt, DateTimeOffset.MaxValue), true);
        await hooks.TryAsync(board.Id, key, CallAsync, exception => Log.HookFailed(logger, key, exception), cancellationToken);

        async ValueTask CallAsync(IServiceProvider services, CancellationToken token)
        {
            foreach (ILeaderboardHandler handler in services.GetServices<ILeaderboardHandler>())
                await handler.WindowClosedAsync(new ClosedLeaderboardWindow(key, board.Id, info, closed.Window.Totals), token);
            // Part of the call: what ends well is told, however late, and what cannot be kept has failed.
            await board.MarkAnnouncedAsync(closed.Window.Key, CancellationToken.None);
        }
    }

    private static DateTimeOffset? NullIf(DateTimeOffset value, DateTimeOffset none) => value == none ? null : value;
}

using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>The leaderboards' part: places, plays, events that do not count, and what operators did.</summary>
internal sealed class LeaderboardExport(BoardCatalog catalog, ILeaderboardStore store) : IPlayerExport
{
    private const int PageSize = 1_000;

    private readonly RankingExport _rankings = new(store);

    public async ValueTask WriteAsync(string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        Board[] boards = [.. catalog.Boards.OrderBy(board => board.Id, StringComparer.Ordinal)];
        writer.WriteStartArray("leaderboards");
        foreach (Board board in boards)
        {
            BoardScope scope = board.Scope;
            foreach (OpenWindow window in scope.OpenWindows)
                await _rankings.WriteOpenAsync(writer, board.Id, scope.Name, window.Span.Key, window.PartitionsOf(userId), userId, scope.Rule.ScoreOf, cancellationToken);
            foreach (ClosedWindow closed in board.Closed)
                await _rankings.WriteClosedAsync(writer, board.Id, closed.Scope, closed.Window.Key, closed.Window.Totals.Keys, userId, cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("uncounted");
        foreach (Board board in boards)
            await WriteUncountedAsync(board, userId, writer, cancellationToken);
        writer.WriteEndArray();
        writer.WriteStartArray("actions");
        foreach (LeaderboardAction action in await store.ReadActionsAsync(int.MaxValue, cancellationToken))
            if (action.Subject == userId && action.Kind is ("ban" or "unban" or "release-play" or "reject-play"))
                writer.WriteValue(action, PlayersJson.Default.LeaderboardAction);
        writer.WriteEndArray();
    }

    private async ValueTask WriteUncountedAsync(Board board, string userId, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        UncountedEvent? after = null;
        while (await store.ReadUncountedAsync(board.Scope.Name, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (UncountedEvent uncounted in page.Where(uncounted => uncounted.UserId == userId))
                writer.WriteValue(uncounted, PlayersJson.Default.UncountedEvent);
            after = page[^1];
            await writer.FlushAsync(cancellationToken);
        }
    }
}

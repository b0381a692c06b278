using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Sees when Gamezop says another order than the one a board was given: the board goes on as it is, since past scores were ranked by it, and an operator decides on a rebuild.</summary>
internal sealed class OrderWatch(BoardCatalog catalog, OrderResolver orders, ILogger<OrderWatch> logger)
{
    private readonly ConcurrentDictionary<string, Change> _changes = new(StringComparer.Ordinal);

    /// <summary>What has changed since the present revisions of boards were made; empty when nothing has.</summary>
    public IReadOnlyCollection<string> Changes =>
        [.. _changes.OrderBy(change => change.Key, StringComparer.Ordinal).Where(change => catalog.Find(change.Key)?.Scope.Name == change.Value.Revision).Select(change => $"{change.Key}: {change.Value.Text}")];

    /// <summary>Asks for every board that takes its order from Gamezop.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (!orders.CanAsk)
            return;
        foreach (Board board in catalog.Boards.Where(board => board.Described.Order == LeaderboardOrder.FromGamezop))
            try
            {
                await CompareAsync(board, board.Scope, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Gamezop or the way there is at fault: what it said last stands.
                Log.OrderNotCompared(logger, board.Id, exception);
            }
    }

    private async ValueTask CompareAsync(Board board, BoardScope scope, CancellationToken cancellationToken)
    {
        if (await FindChangeAsync(board.Described, scope.Definition.Order, cancellationToken) is not { } text)
        {
            _changes.TryRemove(board.Id, out _);
            return;
        }

        var change = new Change(scope.Name, text);
        if (_changes.TryGetValue(board.Id, out Change? known) && known == change)
            return;
        _changes[board.Id] = change;
        Log.OrderChanged(logger, board.Id, text);
    }

    private async ValueTask<string?> FindChangeAsync(LeaderboardDefinition definition, LeaderboardOrder known, CancellationToken cancellationToken)
    {
        try
        {
            return await orders.AskAsync(definition, cancellationToken) is { } now && now != known ? $"it is ranked {known}, and Gamezop says {now} now" : null;
        }
        catch (LeaderboardDefinitionException disagreement)
        {
            return disagreement.Message;
        }
    }

    private sealed record Change(string Revision, string Text);
}

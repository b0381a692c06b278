using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Finds out which scores are better on a board that takes its order from Gamezop.</summary>
internal sealed class OrderResolver(IGamezopLeaderboardOrders? orders, ILogger logger)
{
    /// <summary>The order; null while it cannot be had.</summary>
    /// <exception cref="LeaderboardDefinitionException">Leaderboards in the board's scope disagree.</exception>
    public async ValueTask<LeaderboardOrder?> ResolveAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Order != LeaderboardOrder.FromGamezop)
            return definition.Order;
        if (orders is null)
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Order), "is FromGamezop, and nothing is set up that could ask Gamezop: call AddGamezopApi");
        var known = new Dictionary<string, LeaderboardOrder>(StringComparer.Ordinal);
        bool complete = true;
        try
        {
            foreach (string game in definition.Games)
            {
                IReadOnlyDictionary<string, LeaderboardOrder> found = await orders.GetAsync(game, cancellationToken);
                complete &= definition.GamezopLeaderboards.Count > 0 || found.Count > 0;
                foreach ((string leaderboard, LeaderboardOrder order) in found)
                    if (definition.GamezopLeaderboards.Count == 0 || definition.GamezopLeaderboards.Contains(leaderboard))
                        if (order == LeaderboardOrder.FromGamezop)
                            complete = false;
                        else
                            known[leaderboard] = order;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Gamezop or the way there is at fault: the events wait.
            Log.OrderUnknown(logger, definition.Id, exception);
            return null;
        }

        if (known.Values.Distinct().Count() > 1)
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Order), $"is FromGamezop, but its leaderboards disagree: {string.Join(", ", known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} is {pair.Value}"))}");
        // Of a part that nothing is known about, scores could be ranked the wrong way round.
        if (complete && known.Count > 0 && definition.GamezopLeaderboards.All(known.ContainsKey))
            return known.Values.First();
        Log.OrderUnknown(logger, definition.Id, null);
        return null;
    }
}

using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Finds out which scores are better on a board that takes its order from Gamezop.</summary>
internal sealed class OrderResolver(IGamezopLeaderboardOrders? orders, ILogger logger)
{
    /// <summary>Why a definition is refused where nobody could be asked, as the rest of a sentence that begins with the member.</summary>
    public const string NobodyToAsk = "is FromGamezop, and nothing is set up that could ask Gamezop: call AddGamezopApi";

    /// <summary>Whether anything is set up that could ask Gamezop.</summary>
    public bool CanAsk => orders is not null;

    /// <summary>The order; null while it cannot be had.</summary>
    /// <exception cref="LeaderboardDefinitionException">Leaderboards in the board's scope disagree.</exception>
    public async ValueTask<LeaderboardOrder?> ResolveAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Order != LeaderboardOrder.FromGamezop)
            return definition.Order;
        try
        {
            if (await AskAsync(definition, cancellationToken) is { } order)
                return order;
            Log.OrderUnknown(logger, definition.Id, null);
        }
        catch (Exception exception) when (exception is not LeaderboardDefinitionException && !cancellationToken.IsCancellationRequested)
        {
            // Gamezop or the way there is at fault: the events wait.
            Log.OrderUnknown(logger, definition.Id, exception);
        }

        return null;
    }

    /// <summary>What Gamezop says now; null where it does not say.</summary>
    /// <exception cref="LeaderboardDefinitionException">Leaderboards in the board's scope disagree.</exception>
    public async ValueTask<LeaderboardOrder?> AskAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        if (orders is null)
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Order), NobodyToAsk);
        var known = new Dictionary<string, LeaderboardOrder>(StringComparer.Ordinal);
        bool complete = true;
        foreach (string game in definition.Games)
        {
            IReadOnlyDictionary<string, LeaderboardOrder> told = await orders.GetAsync(game, cancellationToken);
            // One game's order says nothing of another game.
            complete &= told.Count > 0 || definition.GamezopLeaderboards.Count > 0;
            foreach ((string leaderboard, LeaderboardOrder order) in told)
                if (definition.GamezopLeaderboards.Count == 0 || definition.GamezopLeaderboards.Contains(leaderboard))
                    if (order == LeaderboardOrder.FromGamezop)
                        complete = false;
                    else
                        known[leaderboard] = order;
        }

        if (known.Values.Distinct().Count() > 1)
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Order), $"is FromGamezop, but its leaderboards disagree: {string.Join(", ", known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} is {pair.Value}"))}");
        // Of a part that nothing is known about, scores could be ranked the wrong way round.
        return complete && known.Count > 0 && definition.GamezopLeaderboards.All(known.ContainsKey) ? known.Values.First() : null;
    }
}

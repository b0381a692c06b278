using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Finds out which scores are better on a board that takes its order from Gamezop.</summary>
internal sealed class OrderResolver(IGamezopLeaderboardOrders? orders, TimeProvider time, ILogger logger)
{
    /// <summary>Why a definition is refused where nobody could be asked, as the rest of a sentence that begins with the member.</summary>
    public const string NobodyToAsk = "is FromGamezop, and nothing is set up that could ask Gamezop: call AddGamezopApi";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task<LeaderboardOrder?>> _asked = new(StringComparer.Ordinal);

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

    /// <summary>The order; null while it cannot be had, also where Gamezop is slow to answer: nothing else waits for that. What it says in the end is had by who asks next.</summary>
    /// <exception cref="LeaderboardDefinitionException">Leaderboards in the board's scope disagree.</exception>
    public async ValueTask<LeaderboardOrder?> ResolveSoonAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Order != LeaderboardOrder.FromGamezop)
            return definition.Order;
        string scope = string.Join('\n', [definition.Id, .. definition.Games, "", .. definition.GamezopLeaderboards]);
        Task<LeaderboardOrder?> asked = _asked.GetOrAdd(scope, _ => Task.Run(() => ResolveAsync(definition, CancellationToken.None).AsTask(), CancellationToken.None));
        try
        {
            return await asked.WaitAsync(LongestWait, time, cancellationToken);
        }
        catch (TimeoutException slow)
        {
            Log.OrderUnknown(logger, definition.Id, slow);
            return null;
        }
        finally
        {
            if (asked.IsCompleted)
                _asked.TryRemove(KeyValuePair.Create(scope, asked));
        }
    }

    /// <summary>What Gamezop says now; null where it does not say.</summary>
    /// <exception cref="LeaderboardDefinitionException">Leaderboards in the board's scope disagree.</exception>
    public async ValueTask<LeaderboardOrder?> AskAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        if (orders is null)
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Order), NobodyToAsk);
        var known = new List<(string Leaderboard, LeaderboardOrder Order)>();
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
                        known.Add((leaderboard, order));
        }

        if (known.DistinctBy(one => one.Order).Count() > 1)
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Order), $"is FromGamezop, but its leaderboards disagree: {string.Join(", ", known.OrderBy(one => one.Leaderboard, StringComparer.Ordinal).Select(one => $"{one.Leaderboard} is {one.Order}"))}");
        // Of a part that nothing is known about, scores could be ranked the wrong way round.
        return complete && known.Count > 0 && definition.GamezopLeaderboards.All(id => known.Exists(one => one.Leaderboard == id)) ? known[0].Order : null;
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Asks Gamezop's leaderboards metadata.</summary>
internal sealed class GamezopApiOrders(GamezopApi api) : IGamezopLeaderboardOrders
{
    public async ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, LeaderboardOrder>(StringComparer.Ordinal);
        foreach (GamezopLeaderboard leaderboard in await api.GetLeaderboardsAsync(gameCode, cancellationToken))
            // One that is named twice, each time another way round, is not known.
            orders[leaderboard.Id] = orders.TryGetValue(leaderboard.Id, out LeaderboardOrder other) && other != OrderOf(leaderboard) ? LeaderboardOrder.FromGamezop : OrderOf(leaderboard);
        return orders;
    }

    private static LeaderboardOrder OrderOf(GamezopLeaderboard leaderboard) => leaderboard.SortingOrder switch
    {
        GamezopSortingOrder.Ascending => LeaderboardOrder.Ascending,
        GamezopSortingOrder.Descending => LeaderboardOrder.Descending,
        _ => LeaderboardOrder.FromGamezop,
    };
}

namespace Gamezop.Scores.Competitions;

/// <summary>Asks Gamezop's leaderboards metadata.</summary>
internal sealed class GamezopApiOrders(GamezopApi api) : IGamezopLeaderboardOrders
{
    public async ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, LeaderboardOrder>(StringComparer.Ordinal);
        foreach (GamezopLeaderboard leaderboard in await api.GetLeaderboardsAsync(gameCode, cancellationToken))
            if (leaderboard.SortingOrder is GamezopSortingOrder.Ascending)
                orders[leaderboard.Id] = LeaderboardOrder.Ascending;
            else if (leaderboard.SortingOrder is GamezopSortingOrder.Descending)
                orders[leaderboard.Id] = LeaderboardOrder.Descending;
        return orders;
    }
}

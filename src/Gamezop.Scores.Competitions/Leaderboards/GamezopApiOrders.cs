namespace Gamezop.Scores.Competitions;

/// <summary>Asks Gamezop's leaderboards metadata.</summary>
internal sealed class GamezopApiOrders(GamezopApi api) : IGamezopLeaderboardOrders
{
    public async ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, LeaderboardOrder>(StringComparer.Ordinal);
        foreach (GamezopLeaderboard leaderboard in await api.GetLeaderboardsAsync(gameCode, cancellationToken))
            orders[leaderboard.Id] = OrderOf(leaderboard);
        return orders;
    }

    private static LeaderboardOrder OrderOf(GamezopLeaderboard leaderboard) => leaderboard.SortingOrder switch
    {
        GamezopSortingOrder.Ascending => LeaderboardOrder.Ascending,
        GamezopSortingOrder.Descending => LeaderboardOrder.Descending,
        _ => LeaderboardOrder.FromGamezop,
    };
}

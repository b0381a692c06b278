namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>What Gamezop says of every game; nothing while nothing is known.</summary>
internal sealed class Orders : IGamezopLeaderboardOrders
{
    public Dictionary<string, LeaderboardOrder> Known { get; } = [];

    public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) =>
        Known.Count == 0 ? throw new HttpRequestException("503") : new(Known);
}

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>What Gamezop says of games' leaderboards; it cannot be asked while nothing is known.</summary>
internal sealed class Orders : IGamezopLeaderboardOrders
{
    public Dictionary<string, LeaderboardOrder> Known { get; } = [];

    /// <summary>Of which games it says anything; null for all.</summary>
    public IReadOnlyList<string>? Games { get; set; }

    /// <summary>Runs before each answer.</summary>
    public Func<Task> WhileAsked { get; set; } = () => Task.CompletedTask;

    public async ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken)
    {
        await WhileAsked();
        if (Known.Count == 0)
            throw new HttpRequestException("503");
        return Games?.Contains(gameCode) == false ? [] : new Dictionary<string, LeaderboardOrder>(Known);
    }
}

namespace Gamezop.Scores.Competitions;

/// <summary>Where boards with <see cref="LeaderboardOrder.FromGamezop"/> learn which scores are better.</summary>
public interface IGamezopLeaderboardOrders
{
    /// <summary>The orders of a game's leaderboards, as Gamezop's leaderboards metadata says (<c>sorting_order</c>).</summary>
    /// <param name="gameCode">The game.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// <see cref="LeaderboardOrder.Ascending"/> or <see cref="LeaderboardOrder.Descending"/> by leaderboard id, and
    /// <see cref="LeaderboardOrder.FromGamezop"/> where that is not known: boards with that
    /// leaderboard wait. Where nothing is said of a game, boards that are about all of its leaderboards wait.
    /// </returns>
    /// <exception cref="Exception">The metadata cannot be had for now: the board's events wait, and it is asked again.</exception>
    ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken);
}

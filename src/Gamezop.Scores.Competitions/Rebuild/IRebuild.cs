namespace Gamezop.Scores.Competitions;

/// <summary>Runs the kept events into a board again, under rules that may be new. From dependency injection, after <c>AddLeaderboards</c>.</summary>
/// <remarks>
/// The old ranking answers until the new one is ready, and scores that arrive meanwhile count in both; the board's windows do not close before it is done. Only open windows are made anew: closed ones stay as
/// they were closed, but for those that <see cref="RunClosedAsync"/> is asked for. Bans hold; users whose events were erased stay away. A rebuild that was interrupted leaves nothing behind and can be begun again.
/// </remarks>
public interface IRebuild
{
    /// <summary>Rebuilds a board under the definition that it is configured with now.</summary>
    /// <param name="leaderboardId">The board.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="progress">Told after each batch; may be null.</param>
    /// <param name="cancellationToken">Gives the rebuild up: the old ranking stays.</param>
    /// <returns>A task that ends when the new ranking answers.</returns>
    /// <exception cref="LeaderboardNotFoundException">There is no such board.</exception>
    /// <exception cref="LeaderboardOrderUnknownException">The board takes its order from Gamezop, which cannot be asked for now. Try again later.</exception>
    /// <exception cref="RebuildRefusedException">Events that are needed are not kept (any more), or the board is being rebuilt already.</exception>
    ValueTask RunAsync(string leaderboardId, string actor, string reason, IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Rebuilds a board under the definition that it is configured with now, and with it windows that are closed already: each is as it would have closed under it. Nobody is told of that,
    /// and nothing is granted or taken back: not by <see cref="ILeaderboardHandler"/> either.
    /// </summary>
    /// <param name="leaderboardId">The board.</param>
    /// <param name="windows">The keys of the closed windows.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="progress">Told after each batch; may be null.</param>
    /// <param name="cancellationToken">Gives the rebuild up: the old rankings stay.</param>
    /// <returns>A task that ends when the new rankings answer.</returns>
    /// <exception cref="LeaderboardNotFoundException">There is no such board, or no closed window of such a key.</exception>
    /// <exception cref="LeaderboardOrderUnknownException">The board takes its order from Gamezop, which cannot be asked for now. Try again later.</exception>
    /// <exception cref="RebuildRefusedException">
    /// Events that are needed are not kept (any more), the board is being rebuilt already, or a window has other bounds under the present definition.
    /// </exception>
    ValueTask RunClosedAsync(
        string leaderboardId, IReadOnlyCollection<string> windows, string actor, string reason, IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Rebuilds a board under a new definition, which it then has.</summary>
    /// <param name="definition">The new definition of a board that is there.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="progress">Told after each batch; may be null.</param>
    /// <param name="cancellationToken">Gives the rebuild up: the old ranking stays.</param>
    /// <returns>A task that ends when the new ranking answers.</returns>
    /// <exception cref="LeaderboardDefinitionException">The definition breaks a rule.</exception>
    /// <exception cref="LeaderboardNotFoundException">There is no such board.</exception>
    /// <exception cref="LeaderboardOrderUnknownException">The board takes its order from Gamezop, which cannot be asked for now. Try again later.</exception>
    /// <exception cref="RebuildRefusedException">Events that are needed are not kept (any more), or the board is being rebuilt already.</exception>
    ValueTask RunWithAsync(LeaderboardDefinition definition, string actor, string reason, IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default);
}

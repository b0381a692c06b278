namespace Gamezop.Scores.Competitions;

/// <summary>What a publisher does as tournaments go: announce, send mails, give entry fees back. Register implementations in dependency injection.</summary>
/// <remarks>
/// Each call comes at least once. Anything thrown means not done: all handlers are called again, later and later, also after a restart. Make effects idempotent by the
/// key. After 30 seconds a call's token is cancelled, nothing waits for it any more, and it has failed, unless it ends well all the same. Prizes are paid by <see cref="IRewardHandler"/>, not here.
/// </remarks>
public interface ITournamentHandler
{
    /// <summary>An occurrence has started.</summary>
    /// <param name="tournament">Which.</param>
    /// <param name="cancellationToken">Cancelled when the host stops; the call then comes again after the next start.</param>
    /// <returns>A task that ends when everything is done.</returns>
    ValueTask StartedAsync(TournamentStarted tournament, CancellationToken cancellationToken) => default;

    /// <summary>An occurrence is finished: its places are final and every prize is granted. Read them with <see cref="ITournaments"/>, page by page.</summary>
    /// <param name="tournament">Which.</param>
    /// <param name="cancellationToken">Cancelled when the host stops; the call then comes again after the next start.</param>
    /// <returns>A task that ends when everything is done.</returns>
    ValueTask EndedAsync(TournamentEnded tournament, CancellationToken cancellationToken) => default;

    /// <summary>An occurrence was called off. <see cref="ITournaments.GetJoinedAsync"/> tells who had joined.</summary>
    /// <param name="tournament">Which.</param>
    /// <param name="cancellationToken">Cancelled when the host stops; the call then comes again after the next start.</param>
    /// <returns>A task that ends when everything is done.</returns>
    ValueTask CancelledAsync(TournamentCancelled tournament, CancellationToken cancellationToken) => default;
}

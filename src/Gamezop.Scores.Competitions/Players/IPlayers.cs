namespace Gamezop.Scores.Competitions;

/// <summary>
/// What operators do with a user, over everything at once: leaderboards, tournaments, targets, rewards and the inbox. From dependency
/// injection, after <c>AddLeaderboards</c>.
/// </summary>
/// <remarks>
/// Every method throws <see cref="LeaderboardsNotReadyException"/> until the competitions have been read from the store. Who did what and
/// why is kept and read by
/// <see cref="ILeaderboards.GetActionsAsync"/>: write no user's id into the reason.
/// </remarks>
public interface IPlayers
{
    /// <summary>Whether a user is banned.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>Whether banned.</returns>
    bool IsBanned(string userId);

    /// <summary>
    /// Hides a user: others move up in open windows and tournaments, a gap is left in closed ones. The user's events count underneath;
    /// rewards are earned and withheld.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds everywhere.</returns>
    ValueTask BanAsync(string userId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Shows a user again, and lets withheld rewards go out. Windows that closed and tournaments that ended meanwhile stay as they are.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds everywhere.</returns>
    ValueTask UnbanAsync(string userId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes everything that is kept of a user: events, dead letters, quarantined events, entries and plays, progress, participation. A
    /// gap is left in closed windows. A ban ends with
    /// it. Unpaid rewards are withdrawn; paid ones stay in the books as due for clawback, naming nobody: export first what you want to claim
    /// back. What had arrived before does not
    /// bring the user back; what arrives later counts again. Scores keep coming in meanwhile.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who asked for it, for the audit; the user's id is not written there.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up; a part may be gone by then. The user stays hidden until it is finished: by another call, or
    /// after the next start by itself.</param>
    /// <returns>A task that ends when it is gone. What the files still hold of it goes with <see cref="MaintainAsync"/>.</returns>
    ValueTask EraseAsync(string userId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes everything that is kept of a user, as one JSON object: for a request of access. Reads the whole ledger, of which there is no
    /// index by user; a user of whom nothing is kept has
    /// empty lists.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="cancellationToken">Gives up; a part may have been written.</param>
    /// <returns>A task that ends when everything is written.</returns>
    ValueTask ExportAsync(string userId, Stream output, CancellationToken cancellationToken = default);

    /// <summary>
    /// Scrubs the stores' files: afterwards nothing of erased users is in them or in the logs beside them. Files are written anew, one after
    /// the other; scores that come in meanwhile wait, and
    /// are answered 503 with <c>Retry-After</c> when that takes longer than <see cref="ScoreInboxOptions.AppendTimeout"/>. In memory there is nothing to do.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="ScoreInboxException">A file cannot be scrubbed for now, e.g. for want of room on the disk. It may be called again.</exception>
    ValueTask MaintainAsync(CancellationToken cancellationToken = default);
}

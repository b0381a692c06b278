namespace Gamezop.Scores.Competitions;

/// <summary>
/// Where leaderboards are kept. An engine (memory, SQLite, …) implements it; folding, ranking, windows and closing are written once above it.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use. Each call is one atomic step: it has happened, durably, when the task ends, and not at all
/// when it throws: a cancelled
/// call that cannot be stopped any more is waited for, since what is shown from memory follows what is kept. Calls that change something
/// have the same effect when they are repeated. The caller keeps the calls of one scope in order.
/// </remarks>
public interface ILeaderboardStore
{
    /// <summary>Opens the store and brings its schema up to date. Called once, before any other method.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>What is kept of boards, windows and users; not the entries.</returns>
    ValueTask<LeaderboardStoreState> StartAsync(CancellationToken cancellationToken);

    /// <summary>Adds a board's revision, or changes its definition and state.</summary>
    /// <param name="board">The revision. Its <see cref="StoredBoard.ClosedThrough"/> only ever grows: the later of both is kept.</param>
    /// <param name="actions">What operators did that has led to it, recorded in the same step; empty where nobody did.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SaveBoardAsync(StoredBoard board, IReadOnlyList<LeaderboardAction> actions, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a revision with everything in it: at once to everybody who reads, and from the files by and by, with
    /// <see cref="CleanAsync"/>. Another one of that name begins with nothing.
    /// </summary>
    /// <param name="scope">Which.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask RemoveBoardAsync(string scope, CancellationToken cancellationToken);

    /// <summary>Reads users and plays.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="players">Whom and which plays; each user once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>One for each that was asked for, in the same order.</returns>
    ValueTask<IReadOnlyList<StoredPlayer>> ReadPlayersAsync(string scope, IReadOnlyList<PlayerRead> players, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a board. Refused when a user's version differs from the expected one, or a window's <see cref="StoredWindow.EndsAt"/> is not after the board's
    /// <see cref="StoredBoard.ClosedThrough"/>: both are checked in the same atomic step.
    /// </summary>
    /// <param name="scope">The board.</param>
    /// <param name="write">What to change.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it is kept.</returns>
    ValueTask<LeaderboardWriteResult> WriteAsync(string scope, LeaderboardWrite write, CancellationToken cancellationToken);

    /// <summary>Reads the entries of a window page by page, in an order of the store's own.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="window">The window's key.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Users with an entry; empty at the end. Plays are not read.</returns>
    ValueTask<IReadOnlyList<StoredPlayer>> ReadEntriesAsync(string scope, string window, PlayerKey? after, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Counts the users who are ahead of a place in a ranking, without those who are banned or to be erased. Reads the whole ranking: only
    /// used to check it, on one at a time.
    /// </summary>
    /// <param name="scope">The board.</param>
    /// <param name="place">The ranking, and the user who decides among equal ones.</param>
    /// <param name="key">The place's <see cref="PlayerEntry.Key"/>.</param>
    /// <param name="achievedAt">The place's <see cref="PlayerEntry.AchievedAt"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many have a smaller key; or the same and were earlier; or were as early and have an id whose UTF-8 bytes come before.</returns>
    ValueTask<int> CountAheadAsync(string scope, PlayerKey place, long key, DateTimeOffset achievedAt, CancellationToken cancellationToken);

    /// <summary>From now on windows that end at an instant, or before, take no further writes.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="through">The instant.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask CloseAsync(string scope, DateTimeOffset through, CancellationToken cancellationToken);

    /// <summary>Keeps places of a window that is being closed; a place that is there already is replaced.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="window">The window's key.</param>
    /// <param name="entries">Places of any partitions.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when they are kept.</returns>
    ValueTask FreezeAsync(string scope, string window, IReadOnlyList<FrozenEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a window's state and totals. One that is no longer open loses its users and plays, by and by, with <see cref="CleanAsync"/>:
    /// from then on its frozen places are read. Places beyond a partition's total are left of a freezing that was killed, and go.
    /// </summary>
    /// <param name="scope">The board.</param>
    /// <param name="window">The window; it is there already. One that is open has no places and no totals.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SaveWindowAsync(string scope, StoredWindow window, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a window with everything in it: at once to everybody who reads, and from the files by and by, with <see cref="CleanAsync"/>.
    /// Another one of that key begins with nothing. One that is not there, nor its board, is no error.
    /// </summary>
    /// <param name="scope">The board.</param>
    /// <param name="window">The window's key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask RemoveWindowAsync(string scope, string window, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the next rows of what is not read any more: users and plays of windows that are no longer open, and what was in removed
    /// windows and boards. What a kill has interrupted goes on
    /// with the next call.
    /// </summary>
    /// <param name="max">How many rows at most, at least 1: so few that scores need not wait for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken);

    /// <summary>Removes the events listed as not counting that arrived before an instant, the first received first.</summary>
    /// <param name="receivedBefore">The instant.</param>
    /// <param name="max">How many rows at most, at least 1: so few that scores need not wait for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken);

    /// <summary>Reads places of a closed window by position. Those of erased users are missing.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="window">The window's key.</param>
    /// <param name="partition">The partition; empty for everybody's ranking.</param>
    /// <param name="from">The first position.</param>
    /// <param name="count">How many positions.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places in order.</returns>
    ValueTask<IReadOnlyList<FrozenEntry>> ReadFrozenAsync(
        string scope, string window, string partition, int from, int count, CancellationToken cancellationToken);

    /// <summary>Reads places of a closed window by user.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="window">The window's key.</param>
    /// <param name="partition">The partition; empty for everybody's ranking.</param>
    /// <param name="userIds">The users.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places of those who have one, in order.</returns>
    ValueTask<IReadOnlyList<FrozenEntry>> FindFrozenAsync(
        string scope, string window, string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>Lists events that do not count, the first received first.</summary>
    /// <param name="scope">The board.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events, by arrival and event id; empty at the end.</returns>
    ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(string scope, UncountedEvent? after, int max, CancellationToken cancellationToken);

    /// <summary>Bans a user or lifts the ban, and keeps in the same step who did it.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="banned">Whether banned from now on.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SetBannedAsync(string userId, bool banned, LeaderboardAction action, CancellationToken cancellationToken);

    /// <summary>Holds the windows of a board open, or lets them go, and keeps in the same step who did it.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="held">Whether held from now on.</param>
    /// <param name="action">What is recorded; null when the board goes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask SetHeldAsync(string leaderboardId, bool held, LeaderboardAction? action, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps that a user is to be erased, so that what a kill cuts off can be finished. One that is kept already gets the new actor and
    /// reason.
    /// </summary>
    /// <param name="erasure">Whom, and who asked for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask BeginErasureAsync(UserErasure erasure, CancellationToken cancellationToken);

    /// <summary>Reads who is to be erased.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The erasures that were begun and not ended, in any order.</returns>
    ValueTask<IReadOnlyList<UserErasure>> ReadErasuresAsync(CancellationToken cancellationToken);

    /// <summary>Forgets, in one step, that a user was to be erased, and keeps the action.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="action">What is recorded; it does not name the user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask EndErasureAsync(string userId, LeaderboardAction action, CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything that is kept of a user, in all boards and closed windows, also where <see cref="CleanAsync"/> would in the end;
    /// recorded bans stay without the user's id. May be done in several steps, so that scores of others need not wait long.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait; a part may have been removed by then.</param>
    /// <returns>A task that ends when it is gone.</returns>
    ValueTask EraseAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Keeps what an operator did.</summary>
    /// <param name="action">What.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask RecordAsync(LeaderboardAction action, CancellationToken cancellationToken);

    /// <summary>Reads what operators did, the latest first.</summary>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The actions.</returns>
    ValueTask<IReadOnlyList<LeaderboardAction>> ReadActionsAsync(int max, CancellationToken cancellationToken);
}

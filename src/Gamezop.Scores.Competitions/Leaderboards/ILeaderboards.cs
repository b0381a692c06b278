namespace Gamezop.Scores.Competitions;

/// <summary>Everything that can be asked of leaderboards, and what operators do with them. From dependency injection, after <c>AddLeaderboards</c>.</summary>
/// <remarks>
/// Live and closed windows are asked alike. Every query throws <see cref="LeaderboardNotFoundException"/> for a board, window or partition
/// that is not there, and
/// <see cref="LeaderboardsNotReadyException"/> until all rankings have been read from the store.
/// </remarks>
public interface ILeaderboards
{
    /// <summary>Whether queries are answered yet.</summary>
    bool IsReady { get; }

    /// <summary>The boards that answer, by id; <see cref="LeaderboardOrder.FromGamezop"/> is replaced by what it turned out to be.</summary>
    IReadOnlyList<LeaderboardDefinition> Definitions { get; }

    /// <summary>A part of a ranking.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="offset">How many places to pass over; at least 0.</param>
    /// <param name="limit">How many places at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places.</returns>
    ValueTask<LeaderboardPage> GetPageAsync(LeaderboardQuery query, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>A user's place and who is around.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="userId">The user.</param>
    /// <param name="around">How many places ahead and behind; 0 to 500.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The place, or null for a user who is not ranked.</returns>
    ValueTask<LeaderboardPlace?> GetUserAsync(LeaderboardQuery query, string userId, int around = 5, CancellationToken cancellationToken = default);

    /// <summary>A user's place and a full page around it: places that are missing at one end of the ranking are made up for at the other.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="userId">The user.</param>
    /// <param name="around">How many places ahead and behind; 0 to 500.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The place with 2 × <paramref name="around"/> + 1 neighbours, the user included, or all who are ranked where they are fewer;
    /// null for a user who is not ranked.</returns>
    ValueTask<LeaderboardPlace?> GetUserPageAsync(LeaderboardQuery query, string userId, int around = 5, CancellationToken cancellationToken = default);

    /// <summary>The places between two scores, both included, in the ranking's order and with their ranks among everybody.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="minScore">The lowest score, whichever way the board is sorted; null for no limit.</param>
    /// <param name="maxScore">The highest score; null for no limit.</param>
    /// <param name="offset">How many of these places to pass over; at least 0.</param>
    /// <param name="limit">How many of them at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places, and how many there are between the two scores.</returns>
    /// <exception cref="ArgumentException">A score is not a finite number, or the lowest one is higher than the highest.</exception>
    ValueTask<LeaderboardRange> GetRangeAsync(
        LeaderboardQuery query, double? minScore, double? maxScore, int offset = 0, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>How many places there are between two scores, both included.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="minScore">The lowest score, whichever way the board is sorted; null for no limit.</param>
    /// <param name="maxScore">The highest score; null for no limit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The number; in a closed window with the places of users who were banned or erased since.</returns>
    /// <exception cref="ArgumentException">A score is not a finite number, or the lowest one is higher than the highest.</exception>
    ValueTask<int> CountRangeAsync(LeaderboardQuery query, double? minScore, double? maxScore, CancellationToken cancellationToken = default);

    /// <summary>The rank that a score would have if somebody made it now.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="score">The score; on a <see cref="LeaderboardScoring.Total"/> board the sum.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a finite number.</exception>
    ValueTask<LeaderboardRank> GetRankAsync(LeaderboardQuery query, double score, CancellationToken cancellationToken = default);

    /// <summary>The places of some users, e.g. of a user's friends.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="userIds">The users, at most 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places of those who are ranked, in order, with their ranks among everybody.</returns>
    ValueTask<IReadOnlyList<LeaderboardEntry>> GetUsersAsync(
        LeaderboardQuery query, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken = default);

    /// <summary>How many users are ranked.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The number.</returns>
    ValueTask<int> CountAsync(LeaderboardQuery query, CancellationToken cancellationToken = default);

    /// <summary>The least score that reaches a percentile, in the sense of <see cref="LeaderboardPlace.Percentile"/>.</summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="percentile">0 to 100; e.g. 90 for the score that is among the best tenth.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The score, or null where nobody is ranked.</returns>
    ValueTask<double?> GetScoreAtPercentileAsync(LeaderboardQuery query, double percentile, CancellationToken cancellationToken = default);

    /// <summary>The windows in which somebody has scored and that are kept, the latest first.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The windows.</returns>
    ValueTask<IReadOnlyList<LeaderboardWindowInfo>> GetWindowsAsync(string leaderboardId, CancellationToken cancellationToken = default);

    /// <summary>A user's places on all boards, in all windows that are kept.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The places, by board, the latest window first.</returns>
    ValueTask<IReadOnlyList<LeaderboardProfileEntry>> GetProfileAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a ranking to a stream, of any size, with names where there is an <see cref="IPlayerDirectory"/>. It is the ranking of the
    /// moment of the call, whatever changes while it is written.
    /// Each line names window and partition, so that several exports can be put together.
    /// </summary>
    /// <param name="query">Which ranking.</param>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="format">As what.</param>
    /// <param name="cancellationToken">Gives up; a part may have been written.</param>
    /// <returns>A task that ends when everything is written.</returns>
    ValueTask ExportAsync(LeaderboardQuery query, Stream output, LeaderboardExportFormat format, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes all rankings of a board to a stream: every window that is kept, the latest first, and every partition. Each is that of the
    /// moment when its turn comes.
    /// </summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="format">As what.</param>
    /// <param name="cancellationToken">Gives up; a part may have been written.</param>
    /// <returns>A task that ends when everything is written.</returns>
    ValueTask ExportBoardAsync(string leaderboardId, Stream output, LeaderboardExportFormat format, CancellationToken cancellationToken = default);

    /// <summary>Events that belong to a board and do not count on it.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="after">The last one of the page before; null to begin.</param>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events, the first received first; empty at the end.</returns>
    ValueTask<IReadOnlyList<UncountedEvent>> GetUncountedAsync(
        string leaderboardId, UncountedEvent? after = null, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds a board at run time. It is kept and is there again after a restart. What is kept of an earlier board of its id, which is
    /// configured no longer, is removed.
    /// </summary>
    /// <param name="definition">The board; copied.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it ranks scores, or waits for its order from Gamezop.</returns>
    /// <exception cref="LeaderboardDefinitionException">The definition breaks a rule, or there is a board of that id.</exception>
    ValueTask AddAsync(LeaderboardDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes how long windows stay open and are kept, and the numbers shown: what does not touch the meaning of past scores. A board from
    /// code or configuration has what is set there
    /// again after a restart or a rebuild.
    /// </summary>
    /// <param name="definition">The board's new definition.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    /// <exception cref="LeaderboardDefinitionException">The definition breaks a rule, or changes what past scores mean: that needs a
    /// rebuild, and the message says so.</exception>
    ValueTask ChangeAsync(LeaderboardDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Removes a board with everything in it, closed windows included. One that is configured comes back, empty, with the next start.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveAsync(string leaderboardId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Removes a window with everything in it.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="window">The window's key.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteWindowAsync(string leaderboardId, string window, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a user's entry from a window, in all of its partitions, without a ban: every play of the user that is known by now. It stays
    /// removed when its events come again or the board is
    /// rebuilt; later plays of the user count.
    /// </summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="window"><c>current</c>, <c>previous</c> or a window's key.</param>
    /// <param name="cancellationToken">Cancels the wait; what is kept by then is carried out.</param>
    /// <returns>Whether the user had one.</returns>
    /// <exception cref="LeaderboardRefusedException">The window is closed: its ranks never change.</exception>
    ValueTask<bool> RemoveEntryAsync(
        string leaderboardId, string userId, string actor, string reason, string window = LeaderboardQuery.Current,
            CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes one play of a user from the windows of a board that are open, without a ban: the next best play stands in for it. It stays
    /// removed when its events come again, whatever more of them
    /// come, and when the board is rebuilt. Closed windows never change.
    /// </summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="play">The play, on whichever of the game's leaderboards.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait; what is kept by then is carried out.</param>
    /// <returns>Whether an open window has it. A play that was last scored in more than 31 days ago may be kept as one value with others:
    /// then only the whole entry can be removed.</returns>
    ValueTask<bool> RemovePlayAsync(string leaderboardId, PlayId play, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a board's windows open past their end, e.g. after an outage whose scores are still to come. Those that arrive after the board's
    /// <see cref="LeaderboardDefinition.Grace"/> are late all the same: lengthen it as well.
    /// </summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask HoldClosingAsync(string leaderboardId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets a board's windows close again.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <param name="actor">Who asked for it, for the audit.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when it holds.</returns>
    ValueTask ReleaseClosingAsync(string leaderboardId, string actor, string reason, CancellationToken cancellationToken = default);

    /// <summary>What operators did, the latest first.</summary>
    /// <param name="max">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The actions.</returns>
    ValueTask<IReadOnlyList<LeaderboardAction>> GetActionsAsync(int max = 100, CancellationToken cancellationToken = default);
}

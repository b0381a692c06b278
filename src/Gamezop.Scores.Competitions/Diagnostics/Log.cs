using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Every log line of the package. No user ids above Debug, and texts of a sender only through <see cref="LogText"/>.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A sum on leaderboard {Leaderboard}, window {Window}, is beyond 2^53 thousandths and was cut there.")]
    public static partial void SumSaturated(ILogger logger, string leaderboard, string window);

    [LoggerMessage(2, LogLevel.Warning,
        "An event of game {GameCode} is dated {Ahead} after its arrival: it does not count. {Unlogged} more since this was last logged.")]
    public static partial void EventFromTheFuture(ILogger logger, string gameCode, TimeSpan ahead, long unlogged);

    [LoggerMessage(10, LogLevel.Error, "Leaderboards cannot be read for now; it is tried again every second, and told of again after a minute.")]
    public static partial void LoadFailed(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Information, "{Boards} leaderboards are ready.")]
    public static partial void Ready(ILogger logger, int boards);

    [LoggerMessage(15, LogLevel.Error,
        "Leaderboard {Leaderboard} is kept with a definition that cannot be read: {Reason} It takes no scores until that is corrected. "
        + "Everything else serves.")]
    public static partial void StoredBoardUnreadable(ILogger logger, string leaderboard, string reason);

    [LoggerMessage(13, LogLevel.Error, "Ranking {Ranking} in memory is not that of the store: {Difference}")]
    public static partial void RankWrong(ILogger logger, string ranking, string difference);

    [LoggerMessage(14, LogLevel.Error, "Rankings could not be compared with the store; it is tried again.")]
    public static partial void SelfCheckFailed(ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Warning,
        "The definition of leaderboard {Leaderboard} has changed in what past scores mean ({Members}). It goes on under the old one until IRebuild has run.")]
    public static partial void RebuildNeeded(ILogger logger, string leaderboard, string members);

    [LoggerMessage(20, LogLevel.Information, "Window {Window} of leaderboard {Leaderboard} is closed with {Players} players.")]
    public static partial void WindowClosed(ILogger logger, string leaderboard, string window, int players);

    [LoggerMessage(21, LogLevel.Error, "Closing windows of leaderboard {Leaderboard} failed; it is tried again.")]
    public static partial void CloseFailed(ILogger logger, string leaderboard, Exception exception);

    [LoggerMessage(22, LogLevel.Error, "A handler of closed windows failed on {Key}; it is told again.")]
    public static partial void HookFailed(ILogger logger, string key, Exception exception);

    [LoggerMessage(23, LogLevel.Error, "Rows that nobody reads any more could not be removed; it is tried again.")]
    public static partial void CleaningFailed(ILogger logger, Exception exception);

    [LoggerMessage(24, LogLevel.Error, "A user who was to be erased is not erased yet, and stays hidden; it is tried again.")]
    public static partial void ErasureFailed(ILogger logger, Exception exception);

    [LoggerMessage(30, LogLevel.Error, "Leaderboard {Leaderboard} is refused: {Reason}")]
    public static partial void OrderRefused(ILogger logger, string leaderboard, string reason);

    [LoggerMessage(31, LogLevel.Warning, "The order of leaderboard {Leaderboard} is not known yet: its events wait.")]
    public static partial void OrderUnknown(ILogger logger, string leaderboard, Exception? exception);

    [LoggerMessage(32, LogLevel.Warning, "The order of leaderboard {Leaderboard} has changed: {Change}. It goes on as it is until IRebuild has run.")]
    public static partial void OrderChanged(ILogger logger, string leaderboard, string change);

    [LoggerMessage(33, LogLevel.Warning, "Gamezop could not be asked whether the order of leaderboard {Leaderboard} has changed; it is asked again.")]
    public static partial void OrderNotCompared(ILogger logger, string leaderboard, Exception exception);

    [LoggerMessage(34, LogLevel.Error, "The order of leaderboard {Leaderboard} has come and could not be kept: its events wait, and it is asked again.")]
    public static partial void OrderNotKept(ILogger logger, string leaderboard, Exception exception);

    [LoggerMessage(40, LogLevel.Error, "The player directory failed: entries go without names.")]
    public static partial void DirectoryFailed(ILogger logger, Exception exception);

    [LoggerMessage(50, LogLevel.Error, "Leaderboard {Leaderboard} could not be read for its live streams; it is tried again.")]
    public static partial void LiveFailed(ILogger logger, string leaderboard, Exception exception);

    [LoggerMessage(100, LogLevel.Information, "{Tournaments} tournaments are ready.")]
    public static partial void TournamentsReady(ILogger logger, int tournaments);

    [LoggerMessage(101, LogLevel.Error, "Tournaments cannot be read or carried on for now; it is tried again every second, and told of again after a minute.")]
    public static partial void TournamentsFailed(ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "The definition of tournament {Tournament} has changed, and it goes on under the old one: {Reason}")]
    public static partial void TournamentUnchanged(ILogger logger, string tournament, string reason);

    [LoggerMessage(103, LogLevel.Information, "Tournament {Tournament} was over before it was added: it is passed over.")]
    public static partial void TournamentBygone(ILogger logger, string tournament);

    [LoggerMessage(104, LogLevel.Error, "A tournament that is kept cannot go on: {Reason} Correct its definition, or remove it. Everything else serves.")]
    public static partial void TournamentRefused(ILogger logger, string reason);

    [LoggerMessage(
        105,
        LogLevel.Warning,
        "Tournament {Tournament} was added, or given other times, when events from {NeededFrom:u} on had to be read, and they are kept only since "
        + "{KeptFrom:u}: it counts those, and what was played before may be missing.")]
    public static partial void TournamentCountedPartly(ILogger logger, string tournament, DateTimeOffset neededFrom, DateTimeOffset keptFrom);

    [LoggerMessage(110, LogLevel.Information, "Tournament {Tournament} is settled with {Players} players and {Prizes} prizes.")]
    public static partial void TournamentSettled(ILogger logger, string tournament, int players, int prizes);

    [LoggerMessage(111, LogLevel.Error, "The settlement of tournament {Tournament} failed; it is taken up again.")]
    public static partial void SettlementFailed(ILogger logger, string tournament, Exception exception);

    [LoggerMessage(112, LogLevel.Error, "A handler of tournaments failed on {Key}; it is told again.")]
    public static partial void TournamentHookFailed(ILogger logger, string key, Exception exception);

    [LoggerMessage(113, LogLevel.Warning, "ITournamentGate has not decided on a join of tournament {Tournament} within {Limit}: the user does not take part.")]
    public static partial void GateLate(ILogger logger, string tournament, TimeSpan limit);

    [LoggerMessage(114, LogLevel.Warning,
        "A user whom ITournamentGate has allowed to join tournament {Tournament} does not take part ({Outcome}): an entry fee is to be given back.")]
    public static partial void AdmissionWithdrawn(ILogger logger, string tournament, string outcome);

    [LoggerMessage(115, LogLevel.Debug, "The admission {Key} is withdrawn.")]
    public static partial void AdmissionWithdrawnOf(ILogger logger, string key);

    [LoggerMessage(116, LogLevel.Error,
        "ITournamentGate has failed on tournament {Tournament} after its time, or when it was told that an admission is withdrawn; it is not told again.")]
    public static partial void GateFailed(ILogger logger, string tournament, Exception exception);

    [LoggerMessage(200, LogLevel.Error, "Rewards cannot be paid for now; it is tried again every second, and told of again after a minute.")]
    public static partial void PayingFailed(ILogger logger, Exception exception);

    [LoggerMessage(201, LogLevel.Warning, "A reward of {Source}, kind {Kind}, could not be paid at attempt {Attempt}; it is tried again.")]
    public static partial void RewardFailed(ILogger logger, string source, string kind, int attempt, Exception exception);

    [LoggerMessage(202, LogLevel.Error,
        "A reward of {Source}, kind {Kind}, could not be paid at attempt {Attempt} and is not tried again until it is replayed.")]
    public static partial void RewardDead(ILogger logger, string source, string kind, int attempt, Exception exception);

    [LoggerMessage(203, LogLevel.Error, "What became of an attempt to pay a reward could not be kept: the handler will be asked again, under the same key.")]
    public static partial void RewardNotSettled(ILogger logger, Exception exception);

    [LoggerMessage(210, LogLevel.Error, "Targets cannot be read for now; it is tried again every second, and told of again after a minute.")]
    public static partial void TargetsLoadFailed(ILogger logger, Exception exception);

    [LoggerMessage(211, LogLevel.Warning, "{Events} events do not count for targets: they are late, or beyond what sums take. ITargets lists them.")]
    public static partial void TargetEventsUncounted(ILogger logger, int events);

    [LoggerMessage(212, LogLevel.Warning, "A sum of target {Target} is beyond 2^53 and was cut there.")]
    public static partial void TargetSumSaturated(ILogger logger, string target);

    [LoggerMessage(213, LogLevel.Error,
        "A target that is kept with a definition that cannot be read counts nothing: {Reason} Correct its definition, or remove it. "
        + "Everything else serves.")]
    public static partial void StoredTargetUnreadable(ILogger logger, string reason);

    [LoggerMessage(300, LogLevel.Warning,
        "A play of game {Game} is quarantined: it breaks {Rules}. It leaves what is open; windows and tournaments that are closed stay as they are.")]
    public static partial void PlayQuarantined(ILogger logger, string game, string rules);

    [LoggerMessage(301, LogLevel.Information, "A play of game {Game} is marked, and counts: it breaks {Rules}.")]
    public static partial void PlayMarked(ILogger logger, string game, string rules);

    [LoggerMessage(302, LogLevel.Information, "A play of game {Game} was found implausible, and later events have shown that it is not: it counts.")]
    public static partial void PlayAccepted(ILogger logger, string game);

    [LoggerMessage(303, LogLevel.Debug, "User {User}, play {Play}: {Outcome}.")]
    public static partial void PlayJudged(ILogger logger, string user, string play, string outcome);

    [LoggerMessage(304, LogLevel.Information, "An operator has {Decided} a play of game {Game}.")]
    public static partial void PlayDecided(ILogger logger, string decided, string game);

    [LoggerMessage(310, LogLevel.Error, "Plausibility cannot be read or carried on for now; it is tried again every second, and told of again after a minute.")]
    public static partial void PlausibilityFailed(ILogger logger, Exception exception);
}

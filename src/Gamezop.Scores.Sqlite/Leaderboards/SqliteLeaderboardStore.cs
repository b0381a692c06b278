using System.Collections.ObjectModel;
using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <summary>Leaderboards in the competitions' file.</summary>
internal sealed partial class SqliteLeaderboardStore(CompetitionsDatabase database) : ILeaderboardStore
{
    private const int WindowsAtOnce = 256;

    public async ValueTask<LeaderboardStoreState> StartAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        return database.Read(session =>
        {
            List<(long Number, StoredBoard Board)> boards =
                LeaderboardRows.All(session[LeaderboardSql.Boards].Query(), row => (row.GetInt64(0), LeaderboardRows.Board(row)));
            return new LeaderboardStoreState(
                [.. boards.Select(board => board.Board)],
                boards.ToDictionary(board => board.Board.Scope, board => Windows(session, board.Number), StringComparer.Ordinal),
                LeaderboardRows.All(session[LeaderboardSql.Banned].Query(), row => row.GetString(0)),
                LeaderboardRows.All(session[LeaderboardSql.Held].Query(), row => row.GetString(0)));
        });
    }

    public ValueTask SaveBoardAsync(StoredBoard board, IReadOnlyList<LeaderboardAction> actions, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session[LeaderboardSql.SaveBoard].Execute(board.Scope, board.LeaderboardId, board.Definition, (int)board.State, board.ClosedThrough.UtcTicks);
            foreach (var action in actions)
                Record(session, action);
        },
        cancellationToken);

    public ValueTask RemoveBoardAsync(string scope, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (session[LeaderboardSql.BoardNumber].Number(scope) is not { } board)
                return;
            session[LeaderboardSql.RemoveWindowsOfBoard].Execute(board);
            session[LeaderboardSql.RemoveBoard].Execute(board);
        },
        cancellationToken);

    public ValueTask CloseAsync(string scope, DateTimeOffset through, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session[LeaderboardSql.Close].Execute(scope, through.UtcTicks), cancellationToken);

    public ValueTask FreezeAsync(string scope, string window, IReadOnlyList<FrozenEntry> entries, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            long number = Window(session, scope, window);
            SqliteStatement freeze = session[LeaderboardSql.Freeze];
            foreach (FrozenEntry entry in entries)
                freeze.Execute(number, entry.Partition, entry.Position, entry.Rank, entry.Better, entry.UserId, entry.Score,
                    entry.AchievedAt.UtcTicks, entry.Country);
        },
        cancellationToken);

    public ValueTask SaveWindowAsync(string scope, StoredWindow window, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            long number = Window(session, scope, window.Key);
            session[LeaderboardSql.SaveWindow].Execute(number, (int)window.State, (int)window.Ranking);
            foreach ((string partition, int players) in window.Totals)
                session[LeaderboardSql.SaveTotal].Execute(number, partition, players);
            for (string? partition = ""; partition is not null; partition = NextFrozenPartition(session, number, partition))
                session[LeaderboardSql.TrimFrozen].Execute(number, partition, window.Totals.GetValueOrDefault(partition));
        },
        cancellationToken);

    public ValueTask RemoveWindowAsync(string scope, string window, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (session[LeaderboardSql.WindowNumber].Number(scope, window) is { } number)
                session[LeaderboardSql.RemoveWindow].Execute(number);
        },
        cancellationToken);

    // Looked for outside the writer: nearly always there is nothing.
    public async ValueTask<bool> RemoveUncountedAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken)
    {
        var old = database.Read(session => LeaderboardRows.All(
            session[LeaderboardSql.OldUncounted].Query(receivedBefore.UtcTicks, max), row =>
                (Board: row.GetInt64(0), ReceivedAt: row.GetInt64(1), EventId: row.GetString(2))));
        if (old.Count == 0)
            return false;
        await database.WriteAsync(
            session =>
            {
                foreach (var (board, receivedAt, eventId) in old)
                    session[LeaderboardSql.RemoveUncounted].Execute(board, receivedAt, eventId);
            },
            cancellationToken);
        return old.Count == max;
    }

    public async ValueTask<bool> CleanAsync(int max, CancellationToken cancellationToken) =>
        await database.WriteOneAsync(session => LeaderboardLeftovers.Remove(session, max), cancellationToken);

    public ValueTask SetBannedAsync(string userId, bool banned, LeaderboardAction action, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session[banned ? LeaderboardSql.Ban : LeaderboardSql.Unban].Execute(userId);
            Record(session, action);
        },
        cancellationToken);

    public ValueTask SetHeldAsync(string leaderboardId, bool held, LeaderboardAction? action, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session[held ? LeaderboardSql.Hold : LeaderboardSql.LetGo].Execute(leaderboardId);
            if (action is not null)
                Record(session, action);
        },
        cancellationToken);

    public ValueTask BeginErasureAsync(UserErasure erasure, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session[LeaderboardSql.BeginErasure].Execute(erasure.UserId, erasure.Actor, erasure.Reason), cancellationToken);

    public ValueTask<IReadOnlyList<UserErasure>> ReadErasuresAsync(CancellationToken cancellationToken) =>
        new(database.Read(session => LeaderboardRows.All(session[LeaderboardSql.Erasures].Query(), row =>
            new UserErasure(row.GetString(0), row.GetString(1), row.GetString(2)))));

    public ValueTask EndErasureAsync(string userId, LeaderboardAction action, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session[LeaderboardSql.EndErasure].Execute(userId);
            Record(session, action);
        },
        cancellationToken);

    // There is no index over users: it would cost every score. In each ranking a user is found by the ranking's own; others may write after some of them.
    public async ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (long[] windows in database.Read(session => LeaderboardRows.All(session[LeaderboardSql.AllWindows].Query(), row => row.GetInt64(0)))
            .Chunk(WindowsAtOnce))
            await database.WriteAsync(
                session =>
                {
                    foreach (long window in windows)
                    {
                        ErasePlayer(session, window, userId);
                        ErasePlaces(session, window, userId);
                    }
                },
                cancellationToken);
        await database.WriteAsync(
            session =>
            {
                session[LeaderboardSql.EraseUncounted].Execute(userId);
                session[LeaderboardSql.Unban].Execute(userId);
                session[LeaderboardSql.EraseActions].Execute(userId);
                session[LeaderboardSql.EraseActionUsers].Execute(userId);
            },
            cancellationToken);
    }

    public ValueTask RecordAsync(LeaderboardAction action, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Record(session, action), cancellationToken);

    public ValueTask<IReadOnlyList<LeaderboardAction>> ReadActionsAsync(int max, CancellationToken cancellationToken) =>
        new(database.Read(session => LeaderboardRows.All(session[LeaderboardSql.Actions].Query(max), LeaderboardRows.Action)));

    private static IReadOnlyList<StoredWindow> Windows(SqliteSession session, long board) =>
    [
        .. LeaderboardRows.All(session[LeaderboardSql.Windows].Query(board), row => (
            Number: row.GetInt64(0), Key: row.GetString(1), Start: LeaderboardRows.Time(row.GetInt64(2)), End: LeaderboardRows.Time(row.GetInt64(3)),
            State: (StoredWindowState)row.GetInt32(4), Ranking: (LeaderboardRanking)row.GetInt32(5)))
            .Select(window => new StoredWindow(
                window.Key, window.Start, window.End, window.State, Totals(session, window.Number)) { Ranking = window.Ranking }),
    ];

    private static ReadOnlyDictionary<string, int> Totals(SqliteSession session, long window) => new(
        LeaderboardRows.All(session[LeaderboardSql.Totals].Query(window), row => (row.GetString(0), row.GetInt32(1))).ToDictionary(StringComparer.Ordinal));

    private static long Window(SqliteSession session, string scope, string window) =>
        session[LeaderboardSql.WindowNumber].Number(scope, window)
            ?? throw new InvalidOperationException($"There is no window '{window}' of '{scope}' in the store.");

    private static void Record(SqliteSession session, LeaderboardAction action) =>
        session[LeaderboardSql.Record].Execute(action.At.UtcTicks, action.Kind, action.Subject, action.Actor, action.Reason, action.UserId);

    private static void ErasePlayer(SqliteSession session, long window, string userId)
    {
        for (string? partition = ""; partition is not null; partition =
            LeaderboardRows.All(session[LeaderboardSql.NextPartition].Query(window, partition), row => row.GetString(0)).FirstOrDefault())
            foreach (string sql in (ReadOnlySpan<string>)[LeaderboardSql.ErasePlayers, LeaderboardSql.ErasePlays])
                session[sql].Execute(window, partition, userId);
    }

    private static void ErasePlaces(SqliteSession session, long window, string userId)
    {
        for (string? partition = ""; partition is not null; partition = NextFrozenPartition(session, window, partition))
            for (long run = 0; run <= LastRun(session, window, partition); run++)
                session[LeaderboardSql.EraseFrozen].Execute(window, partition, run, userId);
    }

    private static string? NextFrozenPartition(SqliteSession session, long window, string partition) =>
        LeaderboardRows.All(session[LeaderboardSql.NextFrozenPartition].Query(window, partition), row => row.GetString(0)).FirstOrDefault();

    // Of which 4,096 places a user's is one is not known: each of them has an index of its own.
    private static long LastRun(SqliteSession session, long window, string partition) =>
        (session[LeaderboardSql.LastFrozen].Number(window, partition) ?? -1) >> 12;
}

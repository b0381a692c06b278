using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <content>Users, plays and what is listed beside them.</content>
internal sealed partial class SqliteLeaderboardStore
{
    public ValueTask<IReadOnlyList<StoredPlayer>> ReadPlayersAsync(string scope, IReadOnlyList<PlayerRead> players, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var windows = new Dictionary<string, long?>(StringComparer.Ordinal);
        var found = new StoredPlayer[players.Count];
        for (int i = 0; i < found.Length; i++)
        {
            PlayerKey key = players[i].Player;
            if (!windows.TryGetValue(key.Window, out long? window))
                windows[key.Window] = window = session[LeaderboardSql.WindowNumber].Number(scope, key.Window);
            found[i] = window is { } number ? Read(session, number, players[i]) : new StoredPlayer(key, 0, null, default, []);
        }

        return found;
    }));

    // What boards write at the same time shares a transaction: it goes in as intake does.
    public async ValueTask<LeaderboardWriteResult> WriteAsync(string scope, LeaderboardWrite write, CancellationToken cancellationToken) =>
        await database.WriteTogetherAsync(session => Write(session, scope, write), cancellationToken);

    public ValueTask<IReadOnlyList<StoredPlayer>> ReadEntriesAsync(string scope, string window, PlayerKey? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        session[LeaderboardSql.WindowNumber].Number(scope, window) is not { } number ? [] : LeaderboardRows.All(
            session[LeaderboardSql.Entries].Query(number, after?.Partition ?? "", after?.UserId ?? "", max),
            row =>
            {
                (long version, PlayerEntry? entry, _) = LeaderboardRows.Player(row);
                return new StoredPlayer(new PlayerKey(window, row.GetString(7), row.GetString(8)), version, entry, default, []);
            })));

    public ValueTask<int> CountAheadAsync(string scope, PlayerKey place, long key, DateTimeOffset achievedAt, CancellationToken cancellationToken) => new(database.Read(session =>
        session[LeaderboardSql.WindowNumber].Number(scope, place.Window) is { } number
            ? (int)session[LeaderboardSql.CountAhead].Number(number, place.Partition, key, achievedAt.UtcTicks, place.UserId)!.Value
            : 0));

    public ValueTask<IReadOnlyList<FrozenEntry>> ReadFrozenAsync(string scope, string window, string partition, int from, int count, CancellationToken cancellationToken) => new(database.Read(session =>
        session[LeaderboardSql.WindowNumber].Number(scope, window) is not { } number ? [] : LeaderboardRows.All(
            session[LeaderboardSql.Frozen].Query(number, partition, from, (long)from + count), row => LeaderboardRows.Frozen(row, partition))));

    public ValueTask<IReadOnlyList<FrozenEntry>> FindFrozenAsync(
        string scope, string window, string partition, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        if (session[LeaderboardSql.WindowNumber].Number(scope, window) is not { } number)
            return [];
        var found = new List<FrozenEntry>();
        long last = LastRun(session, number, partition);
        foreach (string userId in userIds.Distinct(StringComparer.Ordinal))
            for (long run = 0; run <= last; run++)
                found.AddRange(LeaderboardRows.All(session[LeaderboardSql.FrozenOfUser].Query(number, partition, run, userId), row => LeaderboardRows.Frozen(row, partition)));
        found.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        return found;
    }));

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(string scope, UncountedEvent? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        LeaderboardRows.All(session[LeaderboardSql.Uncounted].Query(scope, after?.ReceivedAt.UtcTicks ?? -1, after?.EventId ?? "", max), LeaderboardRows.Uncounted)));

    private static StoredPlayer Read(SqliteSession session, long window, PlayerRead read)
    {
        (string partition, string userId) = (read.Player.Partition, read.Player.UserId);
        (long Version, PlayerEntry? Entry, byte[] Summary) player;
        PlayerPlays kept;
        using (SqliteRows row = session[LeaderboardSql.Player].Query(window, partition, userId))
        {
            if (!row.Read())
                return new StoredPlayer(read.Player, 0, null, default, []);
            player = LeaderboardRows.Player(row);
            kept = LeaderboardRows.Plays(row, 7);
        }

        var plays = new List<PlayRow>();
        if (read.Plays is null)
        {
            plays.AddRange(kept.Inline.All);
            if (kept.Spilled)
                plays.AddRange(LeaderboardRows.All(session[LeaderboardSql.Plays].Query(window, partition, userId), LeaderboardRows.Play));
            return new StoredPlayer(read.Player, player.Version, player.Entry, player.Summary, plays);
        }

        foreach (PlayKey play in read.Plays)
            if (kept.Inline.Find(play) is { } found)
                plays.Add(found);
            else if (kept.Spilled)
                plays.AddRange(LeaderboardRows.All(
                    session[LeaderboardSql.Play].Query(window, partition, userId, play.GameCode, play.GamezopLeaderboard, play.GamePlayId), row => new PlayRow(play, row.GetBytes(0))));
        return new StoredPlayer(read.Player, player.Version, player.Entry, player.Summary, plays);
    }

    private static LeaderboardWriteResult Write(SqliteSession session, string scope, LeaderboardWrite write)
    {
        long board = session[LeaderboardSql.BoardNumber].Number(scope) ?? throw new InvalidOperationException($"There is no board '{scope}' in the store.");
        DateTimeOffset closedThrough = LeaderboardRows.Time(session[LeaderboardSql.ClosedThrough].Number(board)!.Value);
        if (write.Windows.Any(window => window.EndsAt <= closedThrough))
            return new LeaderboardWriteResult(false, closedThrough);
        var windows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (StoredWindow window in write.Windows)
            windows[window.Key] = session[LeaderboardSql.WindowNumber].Number(scope, window.Key) ?? 0;
        // Every version first: a refused write must leave nothing behind, and others share the transaction.
        var plays = new PlayerPlays[write.Players.Count];
        for (int i = 0; i < plays.Length; i++)
        {
            PlayerWrite player = write.Players[i];
            (long version, plays[i]) = ReadPlays(session, windows[player.Key.Window], player.Key);
            if (version != player.ExpectedVersion)
                return new LeaderboardWriteResult(false, closedThrough);
        }

        foreach (StoredWindow window in write.Windows.Where(window => windows[window.Key] == 0))
        {
            session[LeaderboardSql.AddWindow].Execute(board, window.Key, window.StartsAt.UtcTicks, window.EndsAt.UtcTicks, (int)window.State);
            windows[window.Key] = session[LeaderboardSql.WindowNumber].Number(scope, window.Key)!.Value;
        }

        for (int i = 0; i < plays.Length; i++)
            Save(session, windows[write.Players[i].Key.Window], write.Players[i], plays[i]);
        foreach (UncountedEvent e in write.Uncounted)
            session[LeaderboardSql.AddUncounted].Execute(
                board, e.ReceivedAt.UtcTicks, e.EventId, (int)e.Reason, e.Window, e.UserId, e.GameCode, e.GamePlayId, e.Score, e.Timestamp.UtcTicks);
        return new LeaderboardWriteResult(true, closedThrough);
    }

    private static (long Version, PlayerPlays Plays) ReadPlays(SqliteSession session, long window, PlayerKey player)
    {
        using SqliteRows row = session[LeaderboardSql.PlayerPlays].Query(window, player.Partition, player.UserId);
        return row.Read() ? (row.GetInt64(0), LeaderboardRows.Plays(row, 1)) : (0, new PlayerPlays(new InlinePlays(), false));
    }

    private static void Save(SqliteSession session, long window, PlayerWrite player, PlayerPlays kept)
    {
        (string partition, string userId) = (player.Key.Partition, player.Key.UserId);
        (InlinePlays inline, bool spilled) = (kept.Inline, kept.Spilled);
        foreach (PlayRow play in player.Plays)
            if (!inline.Replace(play) && !(spilled && Execute(LeaderboardSql.ChangePlay, play) == 1))
                inline.Add(play);
        foreach (PlayKey play in player.RemovedPlays)
            if (!inline.Remove(play) && spilled)
                session[LeaderboardSql.RemovePlay].Execute(window, partition, userId, play.GameCode, play.GamezopLeaderboard, play.GamePlayId);
        if (inline.All.Count > InlinePlays.Most)
        {
            foreach (PlayRow play in inline.All)
                Execute(LeaderboardSql.SavePlay, play);
            inline.Clear();
            spilled = true;
        }

        PlayerEntry? entry = player.Entry;
        session[LeaderboardSql.SavePlayer].Execute(
            window, partition, userId, player.ExpectedVersion + 1, entry?.Key, entry?.AchievedAt.UtcTicks, entry?.Country, entry?.GamePlayId, entry?.EventId,
            player.Summary, inline.Write(), spilled ? 1 : 0);

        int Execute(string sql, PlayRow play) =>
            session[sql].Execute(window, partition, userId, play.Key.GameCode, play.Key.GamezopLeaderboard, play.Key.GamePlayId, play.Data);
    }
}

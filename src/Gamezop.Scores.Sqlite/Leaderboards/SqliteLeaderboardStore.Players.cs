using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Sqlite;

/// <content>Users, plays and what is listed beside them.</content>
internal sealed partial class SqliteLeaderboardStore
{
    public ValueTask<IReadOnlyList<StoredPlayer>> ReadPlayersAsync(
        string scope, IReadOnlyList<PlayerRead> players, CancellationToken cancellationToken) => new(database.Read(session =>
    {
        var windows = new Dictionary<string, long?>(StringComparer.Ordinal);
        var found = new StoredPlayer[players.Count];
        // One look at the file for all of them: each by itself would lock it and find its place in the log anew.
        session["BEGIN"].Execute();
        for (int i = 0; i < found.Length; i++)
        {
            PlayerKey key = players[i].Player;
            if (!windows.TryGetValue(key.Window, out long? window))
                windows[key.Window] = window = session[LeaderboardSql.WindowNumber].Number(scope, key.Window);
            found[i] = window is { } number ? Read(session, number, players[i]) : new StoredPlayer(key, 0, null, default, []);
        }

        session["COMMIT"].Execute();
        return found;
    }));

    // What boards write at the same time shares a transaction: it goes in as intake does.
    public async ValueTask<LeaderboardWriteResult> WriteAsync(string scope, LeaderboardWrite write, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteTogetherAsync(session => Write(session, scope, write), cancellationToken);
        }
        catch (StaleRowException stale)
        {
            return new LeaderboardWriteResult(false, stale.ClosedThrough);
        }
    }

    public ValueTask<IReadOnlyList<StoredPlayer>> ReadEntriesAsync(
        string scope, string window, PlayerKey? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        session[LeaderboardSql.WindowNumber].Number(scope, window) is not { } number ? [] : LeaderboardRows.All(
            session[LeaderboardSql.Entries].Query(number, after?.Partition ?? "", after?.UserId ?? "", max),
            row =>
            {
                (long version, PlayerEntry? entry, _) = LeaderboardRows.Player(row);
                return new StoredPlayer(new PlayerKey(window, row.GetString(7), row.GetString(8)), version, entry, default, []);
            })));

    public ValueTask<int> CountAheadAsync(
        string scope, PlayerKey place, long key, DateTimeOffset achievedAt, CancellationToken cancellationToken) => new(database.Read(session =>
        session[LeaderboardSql.WindowNumber].Number(scope, place.Window) is { } number
            ? (int)session[LeaderboardSql.CountAhead].Number(number, place.Partition, key, achievedAt.UtcTicks, place.UserId)!.Value
            : 0));

    public ValueTask<IReadOnlyList<FrozenEntry>> ReadFrozenAsync(
        string scope, string window, string partition, int from, int count, CancellationToken cancellationToken) => new(database.Read(session =>
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
                found.AddRange(LeaderboardRows.All(
                    session[LeaderboardSql.FrozenOfUser].Query(number, partition, run, userId), row => LeaderboardRows.Frozen(row, partition)));
        found.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        return found;
    }));

    public ValueTask<IReadOnlyList<UncountedEvent>> ReadUncountedAsync(
        string scope, UncountedEvent? after, int max, CancellationToken cancellationToken) => new(database.Read(session =>
        LeaderboardRows.All(
            session[LeaderboardSql.Uncounted].Query(scope, after?.ReceivedAt.UtcTicks ?? -1, after?.EventId ?? "", max), LeaderboardRows.Uncounted)));

    private static StoredPlayer Read(SqliteSession session, long window, PlayerRead read)
    {
        (string partition, string userId) = (read.Player.Partition, read.Player.UserId);
        (long Version, PlayerEntry? Entry, byte[] Summary) player;
        PlayerPlays kept;
        using (SqliteRows row = session[LeaderboardSql.Player].Query(window, partition, userId))
        {
            if (!row.Read())
                return new StoredPlayer(read.Player, 0, null, default, []) { Row = PlayerPlays.None };
            player = LeaderboardRows.Player(row);
            kept = LeaderboardRows.Plays(row, 7);
        }

        return new StoredPlayer(read.Player, player.Version, player.Entry, player.Summary, Plays(session, window, read, kept)) { Row = kept };
    }

    private static List<PlayRow> Plays(SqliteSession session, long window, PlayerRead read, PlayerPlays kept)
    {
        (string partition, string userId) = (read.Player.Partition, read.Player.UserId);
        var plays = new List<PlayRow>(read.Plays?.Count ?? InlinePlays.Most);
        if (read.Plays is null)
        {
            plays.AddRange(kept.Inline.All);
            if (kept.Spilled)
                plays.AddRange(LeaderboardRows.All(session[LeaderboardSql.Plays].Query(window, partition, userId), LeaderboardRows.Play));
            return plays;
        }

        foreach (PlayKey play in read.Plays)
            if (kept.Inline.Find(play) is { } found)
                plays.Add(found);
            else if (kept.Spilled)
                plays.AddRange(LeaderboardRows.All(
                    session[LeaderboardSql.Play].Query(window, partition, userId, play.GameCode, play.GamezopLeaderboard, play.GamePlayId),
                    row => new PlayRow(play, row.GetBytes(0))));
        return plays;
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
        foreach (StoredWindow window in write.Windows.Where(window => windows[window.Key] == 0))
        {
            session[LeaderboardSql.AddWindow].Execute(board, window.Key, window.StartsAt.UtcTicks, window.EndsAt.UtcTicks, (int)window.State);
            windows[window.Key] = session[LeaderboardSql.WindowNumber].Number(scope, window.Key)!.Value;
        }

        // A row that was read in time is as it was read, or its version is another one.
        foreach (PlayerWrite player in write.Players)
            if (!Save(session, windows[player.Key.Window], player, player.Row as PlayerPlays ?? ReadPlays(session, windows[player.Key.Window], player.Key)))
                throw new StaleRowException(closedThrough);
        foreach (UncountedEvent e in write.Uncounted)
            session[LeaderboardSql.AddUncounted].Execute(
                board, e.ReceivedAt.UtcTicks, e.EventId, (int)e.Reason, e.Window, e.UserId, e.GameCode, e.GamePlayId, e.Score, e.Timestamp.UtcTicks);
        return new LeaderboardWriteResult(true, closedThrough);
    }

    private static PlayerPlays ReadPlays(SqliteSession session, long window, PlayerKey player)
    {
        using SqliteRows row = session[LeaderboardSql.PlayerPlays].Query(window, player.Partition, player.UserId);
        return row.Read() ? LeaderboardRows.Plays(row, 0) : PlayerPlays.None;
    }

    private static bool Save(SqliteSession session, long window, PlayerWrite player, PlayerPlays kept)
    {
        (string partition, string userId) = (player.Key.Partition, player.Key.UserId);
        (InlinePlays inline, bool spilled) = (kept.Inline, kept.Spilled);
        foreach (PlayRow play in player.Plays)
            if (!spilled || inline.Contains(play.Key) || Execute(LeaderboardSql.ChangePlay, play) == 0)
                inline = inline.With(play);
        foreach (PlayKey play in player.RemovedPlays)
            if (inline.Contains(play))
                inline = inline.Without(play);
            else if (spilled)
                session[LeaderboardSql.RemovePlay].Execute(window, partition, userId, play.GameCode, play.GamezopLeaderboard, play.GamePlayId);
        if (inline.Count > InlinePlays.Most)
        {
            foreach (PlayRow play in inline.All)
                Execute(LeaderboardSql.SavePlay, play);
            inline = InlinePlays.None;
            spilled = true;
        }

        PlayerEntry? entry = player.Entry;
        return 1 == session[player.ExpectedVersion == 0 ? LeaderboardSql.AddPlayer : LeaderboardSql.ChangePlayer].Execute(
            window, partition, userId, player.ExpectedVersion, entry?.Key, entry?.AchievedAt.UtcTicks, entry?.Country, entry?.GamePlayId, entry?.EventId,
            player.Summary, inline.Bytes, spilled ? 1 : 0);

        int Execute(string sql, PlayRow play) =>
            session[sql].Execute(window, partition, userId, play.Key.GameCode, play.Key.GamezopLeaderboard, play.Key.GamePlayId, play.Data);
    }
}

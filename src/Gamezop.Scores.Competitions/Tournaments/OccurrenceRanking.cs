using System.Collections.ObjectModel;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// One revision of an occurrence: folds events into its store and keeps its standings in memory. Calls that change something are the
/// caller's to keep apart.
/// </summary>
/// <remarks>The store knows it as a board of one window without an end: when it takes scores is decided here, and closing it closes that window.</remarks>
internal sealed class OccurrenceRanking
{
    /// <summary>The one window in the store.</summary>
    public const string Window = "all";

    /// <summary>That window's bounds: it has none.</summary>
    public static readonly WindowSpan Span = new(Window, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    // Events of users who have not joined, dated after their arrival: whose clock is ahead may join before what has been heard of them already.
    public const string Ahead = "ahead";

    private const int ReadAtOnce = 10_000;
    private const int FoldedAtOnce = 500;

    private readonly OccurrenceParts _parts;
    private readonly TournamentFilter _filter;
    private readonly Predicate<string> _isHidden;
    private readonly Lock _following = new();

    public OccurrenceRanking(
        string occurrenceId, OccurrenceDocument document, TournamentDefinition definition, OccurrenceParts parts, Predicate<string> isHidden)
    {
        _parts = parts;
        _filter = new TournamentFilter(definition);
        _isHidden = isHidden;
        OccurrenceId = occurrenceId;
        Name = NameOf(occurrenceId, document.Revision);
        StartsAt = document.StartsAt;
        EndsAt = document.EndsAt;
        Definition = definition;
        Rule = new TournamentRule(definition.Scoring, definition.Order == LeaderboardOrder.Ascending);
        Standings = new OpenWindow(Span, definition.Ranking);
        Removed = new RemovedScores(document.Removals);
    }

    public string OccurrenceId { get; }

    /// <summary>What the store knows it by. No board's name begins like this.</summary>
    public string Name { get; }

    public DateTimeOffset StartsAt { get; }

    public DateTimeOffset EndsAt { get; }

    public TournamentDefinition Definition { get; }

    public TournamentRule Rule { get; }

    public OpenWindow Standings { get; private set; }

    /// <summary>What operators have removed.</summary>
    public RemovedScores Removed { get; }

    /// <summary>Whether it takes no more scores.</summary>
    public bool IsClosed { get; private set; }

    private bool NeedsAllPlays => Rule.NeedsAllPlays || Definition.MaxAttempts is not null;

    private bool NeedsPlayers => Definition.JoinRequired || Definition.MaxAttempts is not null;

    public static string NameOf(string occurrenceId, int revision) => $"#{occurrenceId}#{SettingText.Of(revision)}";

    /// <summary>The occurrence of a ranking.</summary>
    public static string IdOf(string name) => name[1..name.LastIndexOf('#')];

    /// <summary>Makes it known to the store; it may be there already.</summary>
    public async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        await _parts.Rankings.SaveBoardAsync(new StoredBoard(Name, "", "", StoredBoardState.Active, DateTimeOffset.MinValue), [], cancellationToken);
        await _parts.Rankings.WriteAsync(Name, new LeaderboardWrite([Stored()], [], []), cancellationToken);
    }

    /// <summary>Leaves the frozen places alone.</summary>
    public ValueTask DropPlaysAsync(IReadOnlyDictionary<string, int> totals, CancellationToken cancellationToken) =>
        _parts.Rankings.SaveWindowAsync(
            Name, Stored() with { State = StoredWindowState.Closed, Totals = totals, Ranking = Definition.Ranking }, cancellationToken);

    public ValueTask RemoveAsync(CancellationToken cancellationToken) => _parts.Rankings.RemoveBoardAsync(Name, cancellationToken);

    /// <summary>Reads the entries into memory.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        var standings = new OpenWindow(Span, Definition.Ranking);
        PlayerKey? after = null;
        while (await _parts.Rankings.ReadEntriesAsync(Name, Window, after, ReadAtOnce, cancellationToken) is { Count: > 0 } players)
        {
            foreach (StoredPlayer player in players)
                if (player.Key.Partition.Length == 0)
                    standings.Set(player.Key, player.Entry, _isHidden(player.Key.UserId));
            after = players[^1].Key;
        }

        Standings = standings;
        // Until now a ban, or the end of one, has reached the other standings.
        FollowHidden(_parts.Banned.Users);
    }

    /// <summary>Shows whom nothing hides any more, and hides those of some players who are to be hidden by now.</summary>
    public void FollowHidden(IEnumerable<string> candidates)
    {
        lock (_following)
        {
            foreach (string userId in Standings.Hidden.Where(userId => !_isHidden(userId)))
                Standings.Unhide(userId);
            foreach (string userId in candidates.Where(userId => _isHidden(userId)))
                Standings.Hide(userId);
        }
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await _parts.Rankings.CloseAsync(Name, DateTimeOffset.MaxValue, cancellationToken);
        IsClosed = true;
    }

    /// <summary>It was closed before this process began.</summary>
    public void MarkClosed() => IsClosed = true;

    /// <summary>Lets go of the standings: from now on the frozen places are read.</summary>
    public void Forget() => Standings = new OpenWindow(Span, Definition.Ranking);

    /// <summary>Folds events in. Those that match nothing here are passed over.</summary>
    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        // Refused where another process wrote the same player, or closed the ranking, since this one looked.
        while (!await TryApplyAsync(events, cancellationToken))
        {
        }
    }

    /// <summary>Computes players' entries anew, after attempts were granted, or plays went into quarantine or came out of it.</summary>
    public async ValueTask RecountAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        Dictionary<string, List<PlayEvent>> batch = userIds.ToDictionary(userId => userId, _ => new List<PlayEvent>(), StringComparer.Ordinal);
        while (!IsClosed && !await TryFoldAsync(batch, [], cancellationToken, fromAllPlays: true))
        {
        }
    }

    /// <summary>Does that for everybody, after the end became an earlier one: what was made since does not count.</summary>
    public async ValueTask RecountAllAsync(CancellationToken cancellationToken)
    {
        foreach (string[] userIds in (await ListUsersAsync("", cancellationToken)).Chunk(FoldedAtOnce))
            await RecountAsync(userIds, cancellationToken);
        // Who lost the entry in a recount that was cut off is not listed any more.
        await LoadAsync(cancellationToken);
    }

    /// <summary>What is known of a player's plays.</summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<PlayKey, Play>>> FindPlaysAsync(string userId, CancellationToken cancellationToken) =>
        [.. (await _parts.Rankings.ReadPlayersAsync(Name, [new PlayerRead(Key(userId), null)], cancellationToken))[0].Plays.Select(row =>
            KeyValuePair.Create(row.Key, PlayCodec.Read(row.Data.Span)))];

    /// <summary>Takes what operators have removed out of the standings. May be repeated.</summary>
    public async ValueTask RemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        while (!IsClosed && userIds.Count > 0 && !await TryRemoveAsync(userIds, cancellationToken))
        {
        }
    }

    /// <summary>Counts what was heard of a user before the joining was known.</summary>
    public async ValueTask FoldAheadAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var batch = new Dictionary<string, List<PlayEvent>>(StringComparer.Ordinal);
        foreach (StoredPlayer player in await _parts.Rankings.ReadPlayersAsync(
            Name, [.. userIds.Select(userId => new PlayerRead(Key(userId, Ahead), null))], cancellationToken))
            if (player.Plays.Count > 0)
                batch[player.Key.UserId] = [.. player.Plays.Select(PlayEvent.OfAhead).Where(play => play.Score.At < EndsAt)];
        if (batch.Count == 0)
            return;
        await SortAsync(batch, cancellationToken);
        while (!IsClosed && !await TryFoldAsync(batch, [], cancellationToken))
        {
        }
    }

    /// <summary>Does that for everybody: a process may have been killed between a joining and its counting.</summary>
    public async ValueTask FoldAllAheadAsync(CancellationToken cancellationToken)
    {
        if (!Definition.JoinRequired)
            return;
        foreach (string[] userIds in (await ListUsersAsync(Ahead, cancellationToken)).Chunk(FoldedAtOnce))
            await FoldAheadAsync(userIds, cancellationToken);
    }

    // A store lists entries in an order of its own, so those of a partition may stand anywhere among the others.
    private async ValueTask<List<string>> ListUsersAsync(string partition, CancellationToken cancellationToken)
    {
        var users = new List<string>();
        PlayerKey? after = null;
        while (await _parts.Rankings.ReadEntriesAsync(Name, Window, after, ReadAtOnce, cancellationToken) is { Count: > 0 } players)
        {
            users.AddRange(players.Where(player => player.Key.Partition == partition).Select(player => player.Key.UserId));
            after = players[^1].Key;
        }

        return users;
    }

    private static StoredWindow Stored() => new(Window, Span.Start, Span.End, StoredWindowState.Open, ReadOnlyDictionary<string, int>.Empty);

    private static PlayerKey Key(string userId, string partition = "") => new(Window, partition, userId);

    private async ValueTask<bool> TryApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        var batch = new Dictionary<string, List<PlayEvent>>(StringComparer.Ordinal);
        var uncounted = new List<UncountedEvent>();
        foreach (ScoreContext context in events)
        {
            if (_parts.Banned.IsErased(context) || Removed.Contains(context) || !_filter.Matches(context)
                || context.Event.Timestamp < StartsAt || context.Event.Timestamp >= EndsAt)
                continue;
            bool final = context.Event.State is GameState.Over;
            if (IsLate(context))
            {
                if (final)
                    uncounted.Add(UncountedEvent.Of(context, UncountedReason.Late, Window));
                continue;
            }

            if (final && !Rule.CanHold(context.Event.Score))
                uncounted.Add(UncountedEvent.Of(context, UncountedReason.OutOfRange, Window));
            if (!batch.TryGetValue(context.UserId, out List<PlayEvent>? plays))
                batch[context.UserId] = plays = [];
            plays.Add(PlayEvent.Of(context, withTime: Definition.MaxAttempts is not null));
        }

        IReadOnlyDictionary<string, List<PlayEvent>> ahead = batch.Count == 0 ? batch : await SortAsync(batch, cancellationToken);
        return await TryFoldAsync(batch, uncounted, cancellationToken, ahead);
    }

    // Judged by when the event first arrived, so that a delay of ours makes nobody late; and by the close, after which nothing changes.
    private bool IsLate(ScoreContext context) =>
        IsClosed || context.ReceivedAt - context.Event.Timestamp > BoardScope.Retention || context.ReceivedAt - EndsAt > Definition.Grace;

    // Leaves what counts: with joining required, what was made since. Answers what may count yet.
    private async ValueTask<IReadOnlyDictionary<string, List<PlayEvent>>> SortAsync(
        Dictionary<string, List<PlayEvent>> batch, CancellationToken cancellationToken)
    {
        var ahead = new Dictionary<string, List<PlayEvent>>(StringComparer.Ordinal);
        if (!Definition.JoinRequired)
            return ahead;
        Dictionary<string, DateTimeOffset> joined = (await _parts.Tournaments.ReadPlayersAsync(OccurrenceId, batch.Keys, cancellationToken))
            .Where(player => player.JoinedAt is not null).ToDictionary(player => player.UserId, player => player.JoinedAt!.Value, StringComparer.Ordinal);
        foreach ((string userId, List<PlayEvent> plays) in batch)
        {
            if (!joined.TryGetValue(userId, out DateTimeOffset since) && plays.Where(play => play.IsAhead).ToList() is { Count: > 0 } early)
                ahead[userId] = early;
            plays.RemoveAll(play => !joined.ContainsKey(userId) || play.Score.At < since);
            if (plays.Count == 0)
                batch.Remove(userId);
        }

        return ahead;
    }

    private async ValueTask<bool> TryFoldAsync(
        Dictionary<string, List<PlayEvent>> batch, List<UncountedEvent> uncounted, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, List<PlayEvent>>? ahead = null, bool fromAllPlays = false)
    {
        ahead ??= ReadOnlyDictionary<string, List<PlayEvent>>.Empty;
        fromAllPlays |= NeedsAllPlays;
        if (batch.Count == 0 && uncounted.Count == 0 && ahead.Count == 0)
            return true;
        PlayerRead[] reads =
        [
            .. batch.Select(player => new PlayerRead(Key(player.Key), fromAllPlays ? null : [.. player.Value.Select(play => play.Key).Distinct()])),
            .. ahead.Select(player => new PlayerRead(Key(player.Key, Ahead), [.. player.Value.Select(play => play.AheadKey).Distinct()])),
        ];
        IReadOnlyList<StoredPlayer> players = reads.Length == 0 ? [] : await _parts.Rankings.ReadPlayersAsync(Name, reads, cancellationToken);
        IReadOnlyDictionary<string, int> extra = await ExtraAttemptsAsync(batch.Keys, cancellationToken);
        var writes = new List<PlayerWrite>(players.Count);
        foreach (StoredPlayer player in players)
            if ((player.Key.Partition == Ahead ? Keep(player, ahead[player.Key.UserId])
                : Fold(player, batch[player.Key.UserId], extra.GetValueOrDefault(player.Key.UserId), fromAllPlays)) is { } write)
                writes.Add(write);
            // Also of whom nothing changes: what was written although the store said that it had failed is in the store alone until the
            // events, or the verdict, come again.
            else if (player.Key.Partition.Length == 0)
                Show(player.Key, player.Entry);
        if (writes.Count == 0 && uncounted.Count == 0)
            return true;

        StoredWindow[] windows = writes.Count == 0 ? [] : [Stored()];
        LeaderboardWriteResult result = await _parts.Rankings.WriteAsync(Name, new LeaderboardWrite(windows, writes, uncounted), cancellationToken);
        IsClosed |= result.ClosedThrough == DateTimeOffset.MaxValue;
        if (!result.Written)
            return false;
        foreach (PlayerWrite write in writes)
            if (write.Key.Partition.Length == 0)
                Show(write.Key, write.Entry);
        return true;
    }

    private void Show(PlayerKey player, PlayerEntry? entry)
    {
        // A ban or its end that comes between the question and the answer is followed afterwards.
        lock (_following)
            Standings.Set(player, entry, _isHidden(player.UserId));
    }

    private async ValueTask<IReadOnlyDictionary<string, int>> ExtraAttemptsAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        Definition.MaxAttempts is null || userIds.Count == 0
            ? ReadOnlyDictionary<string, int>.Empty
            : (await _parts.Tournaments.ReadPlayersAsync(OccurrenceId, userIds, cancellationToken))
                .ToDictionary(player => player.UserId, player => player.ExtraAttempts, StringComparer.Ordinal);

    // What the player's plays become, and the entry with them; null when the events change nothing.
    private PlayerWrite? Fold(StoredPlayer player, List<PlayEvent> events, int extraAttempts, bool fromAllPlays)
    {
        Dictionary<PlayKey, Play> plays = ReadPlays(player);
        var changed = new HashSet<PlayKey>();
        foreach (PlayEvent scored in events)
        {
            Play old = plays.GetValueOrDefault(scored.Key, Play.None);
            Play play = scored.Fold(old, Rule.Ascending);
            if (ReferenceEquals(play, old))
                continue;
            plays[scored.Key] = play;
            changed.Add(scored.Key);
        }

        IEnumerable<KeyValuePair<PlayKey, Play>> counting = Counting(player.Key.UserId, plays, extraAttempts);
        // From all plays an entry can also go: another play turns out to have begun earlier, or one does not count any more.
        PlayerEntry? entry = Rule.EntryOf(fromAllPlays ? null : player.Entry, counting, out bool saturated);
        if (changed.Count == 0 && entry == player.Entry)
            return null;
        if (saturated)
            Log.SumSaturated(_parts.Logger, OccurrenceId, Window);
        return new PlayerWrite(player.Key, player.Version, entry, default, [.. changed.Select(key => new PlayRow(key, PlayCodec.Write(plays[key])))], []);
    }

    private async ValueTask<bool> TryRemoveAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, int> extra = await ExtraAttemptsAsync(userIds, cancellationToken);
        var writes = new List<PlayerWrite>();
        PlayerRead[] reads = [.. userIds.SelectMany(userId => new[] { new PlayerRead(Key(userId), null), new PlayerRead(Key(userId, Ahead), null) })];
        foreach (StoredPlayer player in await _parts.Rankings.ReadPlayersAsync(Name, reads, cancellationToken))
        {
            ScoreRemoval[] removals = Removed.Of(player.Key.UserId);
            Dictionary<PlayKey, Play> plays = ReadPlays(player);
            bool isAhead = player.Key.Partition == Ahead;
            PlayKey[] gone = [.. plays.Where(play => Array.Exists(removals, removal =>
                removal.Contains(isAhead ? PlayEvent.KeyOfAhead(play.Key) : play.Key, play.Value))).Select(play => play.Key)];
            if (gone.Length == 0)
                continue;
            foreach (PlayKey key in gone)
                plays.Remove(key);
            PlayerEntry? entry = isAhead ? player.Entry
                : Rule.EntryOf(null, Counting(player.Key.UserId, plays, extra.GetValueOrDefault(player.Key.UserId)), out _);
            writes.Add(new PlayerWrite(player.Key, player.Version, plays.Count == 0 ? null : entry, default, [], gone));
        }

        if (writes.Count == 0)
            return true;
        LeaderboardWriteResult result = await _parts.Rankings.WriteAsync(Name, new LeaderboardWrite([Stored()], writes, []), cancellationToken);
        IsClosed |= result.ClosedThrough == DateTimeOffset.MaxValue;
        if (!result.Written)
            return false;
        foreach (PlayerWrite write in writes.Where(write => write.Key.Partition.Length == 0))
            Show(write.Key, write.Entry);
        return true;
    }

    // What was made at the end or later is kept from before, when the end was a later one.
    private Dictionary<PlayKey, Play> ReadPlays(StoredPlayer player) => player.Plays
        .Select(row => KeyValuePair.Create(row.Key, PlayCodec.Read(row.Data.Span).Before(EndsAt)))
        .Where(play => !play.Value.IsUnknown).ToDictionary();

    // A play in quarantine has used its attempt all the same.
    private IEnumerable<KeyValuePair<PlayKey, Play>> Counting(string userId, Dictionary<PlayKey, Play> plays, int extraAttempts)
    {
        int? attempts = Definition.MaxAttempts is { } most ? (int)Math.Min((long)most + extraAttempts, int.MaxValue) : null;
        return TournamentPlays.Counting(plays, attempts).Where(play => !IsQuarantined(userId, play.Key));
    }

    private bool IsQuarantined(string userId, PlayKey play) => !_parts.Quarantined.IsEmpty
        && _parts.Quarantined.Contains(new PlayId(userId, play.GameCode, play.GamePlayId));

    // One row for each event; the entry is there for the listing alone.
    private static PlayerWrite? Keep(StoredPlayer player, List<PlayEvent> events)
    {
        PlayRow[] rows = [.. events.DistinctBy(play => play.AheadKey).Where(play => player.Plays.All(row => row.Key != play.AheadKey))
            .Select(play => new PlayRow(play.AheadKey, PlayCodec.Write(play.ToAhead())))];
        return rows.Length == 0 ? null
            : new PlayerWrite(player.Key, player.Version, new PlayerEntry(0, DateTimeOffset.MinValue, null, "", ""), default, rows, []);
    }
}

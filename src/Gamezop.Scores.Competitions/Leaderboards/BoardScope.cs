using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// One revision of a board: folds events into its store and keeps its open rankings in memory. Calls that change something are the caller's
/// to keep apart.
/// </summary>
internal sealed class BoardScope
{
    /// <summary>How long events are kept; an older one is late everywhere.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    // The scores of one play lie no further apart.
    private static readonly TimeSpan LongestPlay = TimeSpan.FromDays(1);

    private readonly ILeaderboardStore _store;
    private readonly BannedUsers _banned;
    private readonly ILogger _logger;
    private readonly EventFilter _filter;
    private readonly PlayerFold _fold;
    private readonly ConcurrentDictionary<string, OpenWindow> _open = new(StringComparer.Ordinal);

    /// <param name="name">How a store knows it.</param>
    /// <param name="definition">The board.</param>
    /// <param name="closedThrough">Windows that end here or before take no more writes.</param>
    /// <param name="store">Where it is kept.</param>
    /// <param name="banned">Who is not ranked.</param>
    /// <param name="quarantined">Which plays do not count.</param>
    /// <param name="removed">What operators have removed.</param>
    /// <param name="logger">The log.</param>
    /// <param name="begun">Windows that have begun: they keep their bounds.</param>
    public BoardScope(
        string name, LeaderboardDefinition definition, DateTimeOffset closedThrough, ILeaderboardStore store, BannedUsers banned, QuarantinedPlays quarantined,
        RemovedScores removed, ILogger logger, IReadOnlyList<WindowSpan> begun)
    {
        Begun = begun;
        _store = store;
        _banned = banned;
        Removed = removed;
        _logger = logger;
        _filter = new EventFilter(definition);
        Name = name;
        Definition = definition;
        ClosedThrough = closedThrough;
        Calendar = BegunCalendar.Create(WindowCalendar.Create(definition.Window, definition.TimeZone), definition.Window, begun);
        Rule = new ScoringRule(definition.Scoring, definition.Order == LeaderboardOrder.Ascending);
        _fold = new PlayerFold(Rule, quarantined);
    }

    /// <summary>How a store knows a revision of a board. An id has no such sign.</summary>
    public static string NameOf(string id, int revision) => string.Create(CultureInfo.InvariantCulture, $"{id}#{revision}");

    public static int RevisionOf(string name) => int.Parse(name.AsSpan(name.LastIndexOf('#') + 1), CultureInfo.InvariantCulture);

    public string Name { get; }

    public LeaderboardDefinition Definition { get; }

    /// <summary>What operators have removed; the same for all revisions of the board.</summary>
    public RemovedScores Removed { get; }

    public WindowCalendar Calendar { get; }

    /// <summary>Windows that had begun when this was made.</summary>
    public IReadOnlyList<WindowSpan> Begun { get; }

    public ScoringRule Rule { get; }

    public DateTimeOffset ClosedThrough { get; private set; }

    /// <summary>No event from before this can come in time any more; one that an operator releases later on is late.</summary>
    public DateTimeOffset SettledThrough { get; set; }

    public IEnumerable<OpenWindow> OpenWindows => _open.Values;

    // Plays that were last scored in before this can no longer change.
    private DateTimeOffset Settled => SettledThrough == DateTimeOffset.MinValue ? SettledThrough : SettledThrough - LongestPlay;

    public OpenWindow? FindOpen(string window) => _open.GetValueOrDefault(window);

    public void Forget(string window) => _open.TryRemove(window, out _);

    public bool Matches(ScoreContext context) => _filter.Matches(context);

    /// <summary>Whether an instant lies in a window that takes no more writes.</summary>
    public bool IsClosedAt(DateTimeOffset instant) => Calendar.TryFind(instant, out WindowSpan span) && span.End <= ClosedThrough;

    /// <summary>Reads an open window's entries into memory.</summary>
    public async ValueTask LoadAsync(WindowSpan span, CancellationToken cancellationToken)
    {
        var window = new OpenWindow(span, Definition.Ranking);
        PlayerKey? after = null;
        while (await _store.ReadEntriesAsync(Name, span.Key, after, 10_000, cancellationToken) is { Count: > 0 } players)
        {
            foreach (StoredPlayer player in players)
                window.Set(player.Key, player.Entry, hidden: _banned.Contains(player.Key.UserId));
            after = players[^1].Key;
        }

        _open[span.Key] = window;
    }

    /// <summary>Opens a window in which nobody has scored yet.</summary>
    public async ValueTask OpenAsync(WindowSpan span, CancellationToken cancellationToken)
    {
        await TryWriteAsync(new LeaderboardWrite([Stored(span)], [], []), _ => span, cancellationToken);
        _open.TryAdd(span.Key, new OpenWindow(span, Definition.Ranking));
    }

    /// <summary>Folds events in. Those that match nothing here are passed over.</summary>
    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        // Refused where another process wrote the same user, or closed the window, since this one looked.
        while (!await TryApplyAsync(Sort(events), cancellationToken))
        {
        }
    }

    public async ValueTask CloseAsync(DateTimeOffset through, CancellationToken cancellationToken)
    {
        await _store.CloseAsync(Name, through, cancellationToken);
        ClosedThrough = through;
    }

    /// <summary>Computes users' entries anew, in every window that takes scores: some of their plays went into quarantine, or came out of it.</summary>
    public async ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken)
    {
        (string Partition, string UserId)[] players = [.. plays.Where(play => _filter.MatchesGame(play.GameCode))
            .SelectMany(play => PartitionsOf(play).Select(partition => (partition, play.UserId))).Distinct()];
        if (players.Length == 0)
            return;
        // Refused where another process wrote the same user since this one looked; and where it closed the window: that one is what it is.
        foreach (OpenWindow window in OpenWindows)
            while (window.Span.End > ClosedThrough && !await TryRecountAsync(window, players, cancellationToken))
            {
            }
    }

    /// <summary>What is known of a user's plays in a window; null where nothing is.</summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<PlayKey, Play>>?> FindPlaysAsync(OpenWindow window, string userId, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredPlayer> players =
            await _store.ReadPlayersAsync(Name, [new PlayerRead(new PlayerKey(window.Span.Key, "", userId), null)], cancellationToken);
        return players is [{ Entry: null, Plays.Count: 0 }] ? null
            : [.. players[0].Plays.Select(row => KeyValuePair.Create(row.Key, PlayCodec.Read(row.Data.Span)))];
    }

    /// <summary>Takes what an operator removes out of every window that it concerns and that takes scores.</summary>
    /// <returns>Whether a play may have other events in a window, of which one would decide now: the log alone knows them.</returns>
    public async ValueTask<bool> RemoveAsync(ScoreRemoval removal, CancellationToken cancellationToken)
    {
        var isCut = false;
        foreach (var window in OpenWindows.Where(window => removal.From < window.Span.End && window.Span.Start < removal.To))
        {
            var isDone = false;
            while (window.Span.End > ClosedThrough && !isDone)
            {
                (isDone, var cut) = await TryRemoveAsync(window, removal, cancellationToken);
                isCut |= cut;
            }
        }

        return isCut;
    }

    private async ValueTask<(bool IsDone, bool IsCut)> TryRemoveAsync(OpenWindow window, ScoreRemoval removal, CancellationToken cancellationToken)
    {
        var plays = (await FindPlaysAsync(window, removal.UserId, cancellationToken) ?? []).Select(play => play.Key);
        // Where a user has plays that count and others that do not, or none that do.
        var partitions = plays.SelectMany(play => PartitionsOf(new PlayId(removal.UserId, play.GameCode, play.GamePlayId)))
            .Concat(window.PartitionsOf(removal.UserId));
        PlayerRead[] reads =
            [.. partitions.Distinct(StringComparer.Ordinal)
                .Select(partition => new PlayerRead(new PlayerKey(window.Span.Key, partition, removal.UserId), null))];
        var writes = new List<PlayerWrite>();
        var isCut = false;
        foreach (var player in await _store.ReadPlayersAsync(Name, reads, cancellationToken))
        {
            if (_fold.Remove(player, window.Span, removal, Settled, out var cut) is { } write)
                writes.Add(write);
            isCut |= cut;
        }

        var changes = new LeaderboardWrite([Stored(window.Span)], writes, []);
        return (writes.Count == 0 || await TryWriteAsync(changes, _ => window.Span, cancellationToken), isCut);
    }

    private async ValueTask<bool> TryRecountAsync(OpenWindow window, (string Partition, string UserId)[] players, CancellationToken cancellationToken)
    {
        PlayerRead[] reads = [.. players.Select(player => new PlayerRead(new PlayerKey(window.Span.Key, player.Partition, player.UserId), null))];
        var writes = new List<PlayerWrite>();
        foreach (StoredPlayer player in await _store.ReadPlayersAsync(Name, reads, cancellationToken))
        {
            if (_fold.Recount(player, Settled, out bool saturated) is { } write)
                writes.Add(write);
            else if (player.Version > 0)
                Show(window.Span, player.Key, player.Entry);
            if (saturated)
                Log.SumSaturated(_logger, Definition.Id, window.Span.Key);
        }

        return writes.Count == 0 || await TryWriteAsync(new LeaderboardWrite([Stored(window.Span)], writes, []), _ => window.Span, cancellationToken);
    }

    private async ValueTask<bool> TryApplyAsync(ScopeBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Players.Count == 0 && batch.Uncounted.Count == 0)
            return true;
        var writes = new List<PlayerWrite>(batch.Players.Count);
        PlayerKey[] incomplete =
            await FoldAsync([.. batch.Players.Select(player => new PlayerRead(player.Key, Plays(player.Value)))], batch, writes, cancellationToken);
        await FoldAsync([.. incomplete.Select(player => new PlayerRead(player, null))], batch, writes, cancellationToken);
        if (writes.Count == 0 && batch.Uncounted.Count == 0)
            return true;

        StoredWindow[] windows = [.. writes.Select(write => write.Key.Window).Distinct().Select(key => Stored(batch.Windows[key]))];
        return await TryWriteAsync(new LeaderboardWrite(windows, writes, batch.Uncounted), key => batch.Windows[key], cancellationToken);
    }

    private async ValueTask<bool> TryWriteAsync(LeaderboardWrite changes, Func<string, WindowSpan> spanOf, CancellationToken cancellationToken)
    {
        LeaderboardWriteResult result = await _store.WriteAsync(Name, changes, cancellationToken);
        ClosedThrough = result.ClosedThrough;
        if (!result.Written)
            return false;
        foreach (PlayerWrite write in changes.Players)
            Show(spanOf(write.Key.Window), write.Key, write.Entry);
        return true;
    }

    // Also of a user whom nothing changes: what was written while nobody waited for the store any more, as after a time-out, is in the store
    // alone until its events come again.
    private void Show(WindowSpan span, PlayerKey key, PlayerEntry? entry) =>
        _open.GetOrAdd(key.Window, static (_, arg) => new OpenWindow(arg.Span, arg.Ranking), (Span: span, Definition.Ranking))
            .Set(key, entry, hidden: _banned.Contains(key.UserId));

    // What the users' plays become, and the entries with them. Answers for whom all plays are needed.
    private async ValueTask<PlayerKey[]> FoldAsync(PlayerRead[] reads, ScopeBatch batch, List<PlayerWrite> writes, CancellationToken cancellationToken)
    {
        if (reads.Length == 0)
            return [];
        var incomplete = new List<PlayerKey>();
        IReadOnlyList<StoredPlayer> players = await _store.ReadPlayersAsync(Name, reads, cancellationToken);
        for (int i = 0; i < reads.Length; i++)
        {
            PlayerKey key = reads[i].Player;
            if (!_fold.TryFold(players[i], reads[i].Plays is null, batch.Players[key], Settled, out PlayerWrite? write, out bool saturated))
                incomplete.Add(key);
            else if (write is { } changed)
                writes.Add(changed);
            else
                Show(batch.Windows[key.Window], key, players[i].Entry);
            if (saturated)
                Log.SumSaturated(_logger, Definition.Id, key.Window);
        }

        return [.. incomplete];
    }

    // Most users have one score in a batch.
    private static PlayKey[] Plays(List<(PlayKey Play, PlayScore Score, bool Final)> scores) => scores is [var only] ? [only.Play]
        : [.. scores.Select(score => score.Play).Distinct()];

    private ScopeBatch Sort(IReadOnlyList<ScoreContext> events)
    {
        var batch = new ScopeBatch();
        foreach (ScoreContext context in events)
        {
            if (_banned.IsErased(context) || !Matches(context) || Removed.Contains(context)
                || !Calendar.TryFind(context.Event.Timestamp, out WindowSpan window))
                continue;
            if (IsLate(context, window))
            {
                batch.AddUncounted(window, context, UncountedReason.Late);
                continue;
            }

            if (!Rule.CanHold(context.Event.Score))
                batch.AddUncounted(window, context, UncountedReason.OutOfRange);
            batch.Add(window, "", context);
            if (PartitionOf(context.Event) is { } partition)
                batch.Add(window, partition, context);
        }

        return batch;
    }

    // Judged by when the event first arrived, so that a delay of ours makes nobody late; and by the close, after which nothing changes.
    private bool IsLate(ScoreContext context, WindowSpan window) =>
        context.ReceivedAt - context.Event.Timestamp > Retention || context.Event.Timestamp < SettledThrough
        || (window.HasEnd && (window.End <= ClosedThrough || context.ReceivedAt - window.End > Definition.Grace));

    private string? PartitionOf(ScoreEvent scoreEvent) => Definition.PartitionBy switch
    {
        LeaderboardPartition.Game => scoreEvent.GameCode,
        LeaderboardPartition.Country => CountryCode.Normalize(scoreEvent.Country),
        _ => null,
    };

    // Of which countries the play's events were is not known here: every one is looked at, and is not there as a rule.
    private IEnumerable<string> PartitionsOf(PlayId play) => Definition.PartitionBy switch
    {
        LeaderboardPartition.Game => ["", play.GameCode],
        LeaderboardPartition.Country => CountryCode.All.Prepend(""),
        _ => [""],
    };

    private static StoredWindow Stored(WindowSpan span) => new(span.Key, span.Start, span.End, StoredWindowState.Open, ReadOnlyDictionary<string, int>.Empty);
}

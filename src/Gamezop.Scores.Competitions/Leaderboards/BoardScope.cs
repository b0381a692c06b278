using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>One revision of a board: folds events into its store and keeps its open rankings in memory. Calls that change something are the caller's to keep apart.</summary>
internal sealed class BoardScope
{
    /// <summary>How long events are kept; an older one is late everywhere.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly ILeaderboardStore _store;
    private readonly BannedUsers _banned;
    private readonly ILogger _logger;
    private readonly EventFilter _filter;
    private readonly ConcurrentDictionary<string, OpenWindow> _open = new(StringComparer.Ordinal);

    public BoardScope(string name, LeaderboardDefinition definition, DateTimeOffset closedThrough, ILeaderboardStore store, BannedUsers banned, ILogger logger)
    {
        _store = store;
        _banned = banned;
        _logger = logger;
        _filter = new EventFilter(definition);
        Name = name;
        Definition = definition;
        ClosedThrough = closedThrough;
        Calendar = WindowCalendar.Create(definition.Window, definition.TimeZone);
        Rule = new ScoringRule(definition.Scoring, definition.Order == LeaderboardOrder.Ascending);
    }

    public string Name { get; }

    public LeaderboardDefinition Definition { get; }

    public WindowCalendar Calendar { get; }

    public ScoringRule Rule { get; }

    public DateTimeOffset ClosedThrough { get; private set; }

    public IEnumerable<OpenWindow> OpenWindows => _open.Values;

    public OpenWindow? FindOpen(string window) => _open.GetValueOrDefault(window);

    public void Forget(string window) => _open.TryRemove(window, out _);

    public bool Matches(ScoreEvent scoreEvent) => _filter.Matches(scoreEvent);

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

    private async ValueTask<bool> TryApplyAsync(ScopeBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Players.Count == 0 && batch.Uncounted.Count == 0)
            return true;
        PlayerRead[] reads = [.. batch.Players.Select(player => new PlayerRead(player.Key, Rule.NeedsAllPlays ? null : [.. player.Value.Select(score => score.Play).Distinct()]))];
        IReadOnlyList<StoredPlayer> players = reads.Length == 0 ? [] : await _store.ReadPlayersAsync(Name, reads, cancellationToken);
        var writes = new List<PlayerWrite>(players.Count);
        foreach (StoredPlayer player in players)
            if (Fold(player, batch.Players[player.Key]) is { } write)
                writes.Add(write);
        if (writes.Count == 0 && batch.Uncounted.Count == 0)
            return true;

        StoredWindow[] windows = [.. writes.Select(write => write.Key.Window).Distinct().Select(key => Stored(batch.Windows[key]))];
        LeaderboardWriteResult result = await _store.WriteAsync(Name, new LeaderboardWrite(windows, writes, batch.Uncounted), cancellationToken);
        ClosedThrough = result.ClosedThrough;
        if (!result.Written)
            return false;
        foreach (PlayerWrite write in writes)
        {
            OpenWindow window = _open.GetOrAdd(write.Key.Window, static (key, arg) => new OpenWindow(arg.Span, arg.Ranking), (Span: batch.Windows[write.Key.Window], Definition.Ranking));
            window.Set(write.Key, write.Entry, hidden: _banned.Contains(write.Key.UserId));
        }

        return true;
    }

    // What the user's plays become, and the entry with them; null when the events change nothing.
    private PlayerWrite? Fold(StoredPlayer player, List<(PlayKey Play, PlayScore Score, bool Final)> scores)
    {
        Dictionary<PlayKey, Play> plays = player.Plays.ToDictionary(row => row.Key, row => PlayCodec.Read(row.Data.Span));
        var changed = new HashSet<PlayKey>();
        foreach ((PlayKey key, PlayScore score, bool final) in scores)
        {
            Play old = plays.GetValueOrDefault(key, Play.None);
            Play play = old.Fold(score, final, Rule.Ascending);
            if (ReferenceEquals(play, old))
                continue;
            plays[key] = play;
            changed.Add(key);
        }

        if (changed.Count == 0)
            return null;
        PlayerEntry? entry = Rule.EntryOf(player.Entry, plays.Select(play => (play.Key, play.Value)), out bool saturated);
        if (saturated)
            Log.SumSaturated(_logger, Definition.Id, player.Key.Window);
        return new PlayerWrite(player.Key, player.Version, entry, [.. changed.Select(key => new PlayRow(key, PlayCodec.Write(plays[key])))]);
    }

    private ScopeBatch Sort(IReadOnlyList<ScoreContext> events)
    {
        var batch = new ScopeBatch();
        foreach (ScoreContext context in events)
        {
            if (!Matches(context.Event) || !Calendar.TryFind(context.Event.Timestamp, out WindowSpan window))
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
        context.ReceivedAt - context.Event.Timestamp > Retention
        || (window.HasEnd && (window.End <= ClosedThrough || context.ReceivedAt - window.End > Definition.Grace));

    private string? PartitionOf(ScoreEvent scoreEvent) => Definition.PartitionBy switch
    {
        LeaderboardPartition.Game => scoreEvent.GameCode,
        LeaderboardPartition.Country => CountryCode.Normalize(scoreEvent.Country),
        _ => null,
    };

    private static StoredWindow Stored(WindowSpan span) => new(span.Key, span.Start, span.End, StoredWindowState.Open, ReadOnlyDictionary<string, int>.Empty);
}

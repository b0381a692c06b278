namespace Gamezop.Scores.Competitions;

/// <summary>From what a query names to the window that answers it.</summary>
internal sealed class BoardViews(BoardCatalog catalog, ILeaderboardStore store, BannedUsers banned, TimeProvider time)
{
    public void CheckReady()
    {
        if (!catalog.IsReady)
            throw new LeaderboardsNotReadyException();
    }

    public Board Board(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        CheckReady();
        if (catalog.Find(id) is { } board)
            return board;
        if (catalog.Waiting.Any(definition => definition.Id == id))
            throw new LeaderboardsNotReadyException($"Leaderboard '{id}' waits to learn from Gamezop which scores are better. Try again later.");
        throw new LeaderboardNotFoundException($"There is no leaderboard '{id}'.");
    }

    public (Board Board, IWindowView View, string Partition) Find(LeaderboardQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        Board board = Board(query.LeaderboardId);
        IWindowView view = Window(board, query.Window);
        return (board, view, Partition(board.Scope.Definition, view, query.Partition));
    }

    /// <summary>A window in which somebody has scored, as it is now; null where it is not there any more.</summary>
    public IWindowView? Find(Board board, string key) =>
        board.Scope.FindOpen(key) is { } open ? View(board, open) : board.FindClosed(key) is { } closed ? View(board, closed) : null;

    /// <summary>What a live stream asks for, in the one spelling that all queries of the same ranking share.</summary>
    public FoundRanking Resolve(LeaderboardQuery query)
    {
        (Board board, IWindowView view, string partition) = Find(query);
        var ranking = new LeaderboardQuery(board.Id, view.Info.Key, partition.Length == 0 ? null : partition);
        var isNamed = query.Window is LeaderboardQuery.Current or LeaderboardQuery.Previous;
        var isWhole = partition.Length == 0 && (query.Window == LeaderboardQuery.Current || view.Info.EndsAt is null);
        return new FoundRanking(isNamed ? ranking with { Window = query.Window } : ranking, ranking, view.CountOf(partition) > 0, isWhole);
    }

    /// <summary>What tells whether a ranking has changed, for less than it takes to read it. Taken before reading, it misses nothing.</summary>
    public RankingStamp Stamp(LeaderboardQuery query)
    {
        (Board board, IWindowView view, string partition) = Find(query);
        Standings? standings = board.Scope.FindOpen(view.Info.Key)?.Find(partition);
        return new RankingStamp(view.Info, board.Scope, board.FindClosed(view.Info.Key), standings, standings?.Version ?? 0, banned.Version);
    }

    /// <summary>The windows in which somebody has scored, the latest first.</summary>
    public IReadOnlyList<IWindowView> All(Board board) =>
    [
        .. board.Scope.OpenWindows.Select(window => (window.Span.Start, View: (IWindowView)View(board, window)))
            .Concat(board.Closed.Select(closed => (Start: closed.Window.StartsAt, View: (IWindowView)View(board, closed))))
            .OrderByDescending(window => window.Start).Select(window => window.View).DistinctBy(view => view.Info.Key),
    ];

    private static LeaderboardWindowInfo Info(string key, DateTimeOffset start, DateTimeOffset end, bool closed) =>
        new(key, start == DateTimeOffset.MinValue ? null : start, end == DateTimeOffset.MaxValue ? null : end, closed);

    private static string Partition(LeaderboardDefinition definition, IWindowView view, string? partition)
    {
        if (string.IsNullOrEmpty(partition))
            return "";
        // A closed window has the partitions that it was closed with, whatever a rebuild has made of the board since.
        string[] names = [partition, CountryCode.Normalize(partition) ?? partition];
        if (view.Info.Closed && names.FirstOrDefault(name => view.Partitions.Contains(name)) is { } closed)
            return closed;
        return definition.PartitionBy switch
        {
            LeaderboardPartition.None => throw new LeaderboardNotFoundException($"Leaderboard '{definition.Id}' has no partitions."),
            LeaderboardPartition.Country => CountryCode.Normalize(partition)
                ?? throw new LeaderboardNotFoundException($"'{partition}' is not a country of two letters."),
            // A ranking of a game that the board does not count stays empty for ever.
            _ when definition.Games is { Count: > 0 } games && !games.Contains(partition, StringComparer.Ordinal) =>
                throw new LeaderboardNotFoundException($"Leaderboard '{definition.Id}' does not count game '{partition}'."),
            _ => partition,
        };
    }

    private static OpenWindowView View(Board board, OpenWindow window) => new(
        Info(window.Span.Key, window.Span.Start, window.Span.End, closed: false), window.Find,
        window.Partitions.Select(partition => partition.Key), board.Scope.Rule.Keys);

    private IWindowView Window(Board board, string key)
    {
        WindowCalendar calendar = board.Scope.Calendar;
        DateTimeOffset now = time.GetUtcNow();
        bool isNamed = key is LeaderboardQuery.Current or LeaderboardQuery.Previous;
        bool found = key switch
        {
            LeaderboardQuery.Current => calendar.TryFindCurrent(now, out WindowSpan current) && Named(current, out key),
            LeaderboardQuery.Previous => calendar.TryFindPrevious(now, out WindowSpan previous) && Named(previous, out key),
            _ => true,
        };
        if (found && Find(board, key) is { } view)
            return view;
        if (!found || !calendar.TryFind(key, out WindowSpan span))
            throw new LeaderboardNotFoundException($"Leaderboard '{board.Id}' has no window '{key}'.");
        // An empty ranking would be a wrong answer where there was one.
        if (span.End <= board.PrunedThrough)
            throw new LeaderboardNotFoundException($"Window '{key}' of leaderboard '{board.Id}' is not kept any more.");
        if (!isNamed && !IsCurrent(calendar, span, now) && (span.Start > now || span.End + BoardScope.Retention <= board.CreatedAt))
            throw new LeaderboardNotFoundException(
                $"Leaderboard '{board.Id}' has no window '{key}': it {(span.Start > now ? "has not begun" : "was over long before the board was there")}.");
        return new EmptyWindowView(Info(span.Key, span.Start, span.End, span.End <= board.Scope.ClosedThrough));
    }

    // On a board whose windows have gaps the current one may be yet to come.
    private static bool IsCurrent(WindowCalendar calendar, WindowSpan span, DateTimeOffset now) =>
        calendar.TryFindCurrent(now, out WindowSpan current) && current.Key == span.Key;

    private static bool Named(WindowSpan span, out string key)
    {
        key = span.Key;
        return true;
    }

    private ClosedWindowView View(Board board, ClosedWindow closed)
    {
        LeaderboardWindowInfo info = Info(closed.Window.Key, closed.Window.StartsAt, closed.Window.EndsAt, closed: true);
        var rules = new RankingRules(closed.Order == LeaderboardOrder.Ascending, closed.Window.Ranking);
        return new ClosedWindowView(info, closed.Scope, rules, closed.Window.Totals, store, banned.Contains, Successor);

        IWindowView? Successor() => board.FindClosed(info.Key) switch
        {
            null => new EmptyWindowView(info),
            { } now when now.Scope == closed.Scope => null,
            { } now => View(board, now),
        };
    }
}

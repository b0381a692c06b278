namespace Gamezop.Scores.Competitions;

/// <summary>Answers queries and does what operators ask for.</summary>
internal sealed class Leaderboards(BoardCatalog catalog, BoardViews views, ILeaderboardStore store, PlayerNames names, TimeProvider time) : ILeaderboards
{
    private const int MostAtOnce = 1_000;

    private readonly Exporter _exporter = new(names);

    public bool IsReady => catalog.IsReady;

    public IReadOnlyList<LeaderboardDefinition> Definitions =>
        [.. catalog.Boards.Select(board => board.Scope.Definition).Concat(catalog.Waiting).OrderBy(definition => definition.Id, StringComparer.Ordinal)];

    public async ValueTask<LeaderboardPage> GetPageAsync(LeaderboardQuery query, int offset, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        CheckCount(limit, nameof(limit));
        (Board board, IWindowView view, string partition) = views.Find(query);
        (IReadOnlyList<LeaderboardEntry> entries, int total) = await view.PageAsync(partition, offset, limit, cancellationToken);
        return await PageAsync(board, view, partition, entries, total, cancellationToken);
    }

    public async ValueTask<LeaderboardRange> GetRangeAsync(
        LeaderboardQuery query, double? minScore, double? maxScore, int offset, int limit, CancellationToken cancellationToken)
    {
        ScoreLimits.Check(minScore, maxScore);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        CheckCount(limit, nameof(limit));
        (Board board, IWindowView view, string partition) = views.Find(query);
        ViewedRange range = await view.RangeAsync(partition, minScore, maxScore, offset, limit, cancellationToken);
        return new LeaderboardRange { Page = await PageAsync(board, view, partition, range.Entries, range.Total, cancellationToken), Count = range.Count };
    }

    public async ValueTask<int> CountRangeAsync(LeaderboardQuery query, double? minScore, double? maxScore, CancellationToken cancellationToken)
    {
        ScoreLimits.Check(minScore, maxScore);
        (_, IWindowView view, string partition) = views.Find(query);
        return (await view.RangeAsync(partition, minScore, maxScore, 0, 0, cancellationToken)).Count;
    }

    public async ValueTask<LeaderboardRank> GetRankAsync(LeaderboardQuery query, double score, CancellationToken cancellationToken)
    {
        ScoreLimits.Check(score);
        (_, IWindowView view, string partition) = views.Find(query);
        ViewedRank rank = await view.RankAsync(partition, score, cancellationToken);
        return new LeaderboardRank { Window = view.Info, Score = score, Rank = rank.Rank, Better = rank.Better, Total = rank.Total };
    }

    public ValueTask<LeaderboardPlace?> GetUserAsync(LeaderboardQuery query, string userId, int around, CancellationToken cancellationToken) =>
        PlaceAsync(query, userId, around, fill: false, cancellationToken);

    public ValueTask<LeaderboardPlace?> GetUserPageAsync(LeaderboardQuery query, string userId, int around, CancellationToken cancellationToken) =>
        PlaceAsync(query, userId, around, fill: true, cancellationToken);

    private async ValueTask<LeaderboardPlace?> PlaceAsync(LeaderboardQuery query, string userId, int around, bool fill, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentOutOfRangeException.ThrowIfNegative(around);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(around, MostAtOnce / 2);
        (_, IWindowView view, string partition) = views.Find(query);
        if (await view.AroundAsync(partition, userId, around, fill, cancellationToken) is not { } place)
            return null;
        IReadOnlyList<LeaderboardEntry> shown = await names.ShowAsync([place.Entry, .. place.Around], cancellationToken);
        return new LeaderboardPlace
        {
            Window = view.Info,
            Entry = shown[0],
            Total = place.Total,
            Percentile = Percentile(place.Total, place.Better),
            Neighbours = [.. shown.Skip(1)],
        };
    }

    public async ValueTask<IReadOnlyList<LeaderboardEntry>> GetUsersAsync(
        LeaderboardQuery query, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userIds.Count, MostAtOnce, nameof(userIds));
        (_, IWindowView view, string partition) = views.Find(query);
        return await names.ShowAsync(await view.FindAsync(partition, userIds, cancellationToken), cancellationToken);
    }

    public async ValueTask<int> CountAsync(LeaderboardQuery query, CancellationToken cancellationToken)
    {
        (_, IWindowView view, string partition) = views.Find(query);
        return (await view.PageAsync(partition, 0, 1, cancellationToken)).Total;
    }

    public async ValueTask<double?> GetScoreAtPercentileAsync(LeaderboardQuery query, double percentile, CancellationToken cancellationToken)
    {
        if (percentile is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile is from 0 to 100.");
        (_, IWindowView view, string partition) = views.Find(query);
        int total = (await view.PageAsync(partition, 0, 1, cancellationToken)).Total;
        if (total == 0)
            return null;
        int position = (int)Math.Min(total - 1, total * (100 - percentile) / 100);
        // Rounded as a place's own percentile is: who asks with that gets that place's score.
        while (position > 0 && Percentile(total, position) < percentile)
            position--;
        while (position < total - 1 && Percentile(total, position + 1) >= percentile)
            position++;
        return await view.ScoreAtAsync(partition, position, cancellationToken);
    }

    public ValueTask<IReadOnlyList<LeaderboardWindowInfo>> GetWindowsAsync(string leaderboardId, CancellationToken cancellationToken) =>
        new([.. views.All(Board(leaderboardId)).Select(view => view.Info)]);

    public async ValueTask<IReadOnlyList<LeaderboardProfileEntry>> GetProfileAsync(string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        views.CheckReady();
        var profile = new List<LeaderboardProfileEntry>();
        foreach (Board board in catalog.Boards.OrderBy(board => board.Id, StringComparer.Ordinal))
            foreach (IWindowView view in views.All(board))
                foreach (string partition in view.Partitions.Order(StringComparer.Ordinal))
                    if (await view.AroundAsync(partition, userId, 0, fill: false, cancellationToken) is { } place)
                        profile.Add(new LeaderboardProfileEntry(
                            board.Id, view.Info, partition.Length == 0 ? null
                                : partition, (await names.ShowAsync([place.Entry], cancellationToken))[0], place.Total));
        return profile;
    }

    public ValueTask ExportAsync(LeaderboardQuery query, Stream output, LeaderboardExportFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        (_, IWindowView view, string partition) = views.Find(query);
        return _exporter.WriteAsync([(view, partition)], output, format, cancellationToken);
    }

    public ValueTask ExportBoardAsync(string leaderboardId, Stream output, LeaderboardExportFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        Board board = Board(leaderboardId);
        string[] windows = [.. views.All(board).Select(view => view.Info.Key)];
        // Looked up when their turn comes: by then one may have closed, or be gone.
        return _exporter.WriteAsync(
            windows.Select(window => views.Find(board, window)).OfType<IWindowView>()
                .SelectMany(view => view.Partitions.Order(StringComparer.Ordinal).Select(partition => (view, partition))),
            output, format, cancellationToken);
    }

    public ValueTask<IReadOnlyList<UncountedEvent>> GetUncountedAsync(string leaderboardId, UncountedEvent? after, int max, CancellationToken cancellationToken)
    {
        CheckCount(max, nameof(max));
        return store.ReadUncountedAsync(Board(leaderboardId).Scope.Name, after, max, cancellationToken);
    }

    public async ValueTask AddAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        LeaderboardValidation.Validate(definition);
        views.CheckReady();
        await catalog.AddAsync(definition, cancellationToken);
    }

    public async ValueTask ChangeAsync(LeaderboardDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        LeaderboardValidation.Validate(definition);
        views.CheckReady();
        if (!await catalog.RepairAsync(definition, cancellationToken))
            await Board(definition.Id).ChangeAsync(definition, cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(string leaderboardId, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(leaderboardId);
        CheckActor(actor, reason);
        views.CheckReady();
        return await catalog.RemoveAsync(leaderboardId, cancellationToken) && await RecordAsync("remove-leaderboard", leaderboardId, actor, reason);
    }

    public async ValueTask<bool> DeleteWindowAsync(string leaderboardId, string window, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(window);
        CheckActor(actor, reason);
        return await Board(leaderboardId).RemoveWindowAsync(window, cancellationToken)
            && await RecordAsync("delete-window", $"{leaderboardId}/{window}", actor, reason);
    }

    public async ValueTask<bool> RemoveEntryAsync(
        string leaderboardId, string userId, string actor, string reason, string window, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        CheckActor(actor, reason);
        (Board board, IWindowView view, _) = views.Find(new LeaderboardQuery(leaderboardId, window));
        string key = view.Info.Key;
        var action = Action("remove-entry", $"{board.Id}/{key}", actor, reason) with { UserId = userId };
        return await board.RemoveEntryAsync(key, userId, action, cancellationToken);
    }

    public async ValueTask<bool> RemovePlayAsync(string leaderboardId, PlayId play, string actor, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(play.UserId, nameof(play));
        ArgumentException.ThrowIfNullOrEmpty(play.GameCode, nameof(play));
        ArgumentException.ThrowIfNullOrEmpty(play.GamePlayId, nameof(play));
        CheckActor(actor, reason);
        Board board = Board(leaderboardId);
        LeaderboardAction action = Action("remove-play", $"{board.Id}/{play.GameCode}/{play.GamePlayId}", actor, reason) with { UserId = play.UserId };
        return await board.RemovePlayAsync(play, action, cancellationToken);
    }

    public async ValueTask HoldClosingAsync(string leaderboardId, string actor, string reason, CancellationToken cancellationToken)
    {
        CheckActor(actor, reason);
        await SetHeldAsync(leaderboardId, true, Action("hold-closing", leaderboardId, actor, reason), cancellationToken);
    }

    public async ValueTask ReleaseClosingAsync(string leaderboardId, string actor, string reason, CancellationToken cancellationToken)
    {
        CheckActor(actor, reason);
        await SetHeldAsync(leaderboardId, false, Action("release-closing", leaderboardId, actor, reason), cancellationToken);
    }

    public ValueTask<IReadOnlyList<LeaderboardAction>> GetActionsAsync(int max, CancellationToken cancellationToken)
    {
        CheckCount(max, nameof(max));
        views.CheckReady();
        return store.ReadActionsAsync(max, cancellationToken);
    }

    private async ValueTask<LeaderboardPage> PageAsync(
        Board board, IWindowView view, string partition, IReadOnlyList<LeaderboardEntry> entries, int total, CancellationToken cancellationToken) => new()
        {
            LeaderboardId = board.Id,
            Window = view.Info,
            Partition = partition.Length == 0 ? null : partition,
            Order = board.OrderOf(view.Info),
            Total = total,
            Entries = await names.ShowAsync(entries, cancellationToken),
        };

    private static double Percentile(int total, int better) => 100.0 * (total - better) / total;

    private static void CheckCount(int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostAtOnce, name);
    }

    private static void CheckActor(string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentNullException.ThrowIfNull(reason);
    }

    private Board Board(string id) => views.Board(id);

    private async ValueTask SetHeldAsync(string leaderboardId, bool held, LeaderboardAction action, CancellationToken cancellationToken)
    {
        Board board = Board(leaderboardId);
        await store.SetHeldAsync(leaderboardId, held, action, cancellationToken);
        // It is kept now, so it is carried out, whoever gives up waiting.
        await board.AloneAsync(
            _ =>
            {
                board.Held = held;
                return default;
            },
            CancellationToken.None);
    }

    private LeaderboardAction Action(string kind, string subject, string actor, string reason) => new(time.GetUtcNow(), kind, subject, actor, reason);

    // Of what has been done, whoever gives up waiting.
    private async ValueTask<bool> RecordAsync(string kind, string subject, string actor, string reason)
    {
        await store.RecordAsync(Action(kind, subject, actor, reason), CancellationToken.None);
        return true;
    }
}

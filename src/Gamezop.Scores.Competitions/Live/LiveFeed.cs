using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// One ranking that somebody follows. It looks five times a second whether the ranking has changed, which costs a few look-ups, and renders
/// it only then: once, at the length
/// of its longest follower, for everybody. Looking by the clock also sees what no score announces: that <c>current</c> has become another
/// window.
/// </summary>
internal sealed class LiveFeed(
    FoundRanking found, BoardViews views, ILeaderboards boards, LiveMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<bool> _look = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly int[] _followersByLimit = new int[LiveEndpoint.LargestPage + 1];
    private ImmutableHashSet<LiveSubscription> _subscriptions = [];
    private RankingStamp _stamp;
    private LiveFrame? _frame;
    private LeaderboardQuery? _counted = found.HasEntries ? found.Ranking : null;
    private int _longest;
    private bool _started;
    private bool _failing;

    /// <summary>The ranking as it was last; null until it has been rendered.</summary>
    public LiveFrame? Frame => Volatile.Read(ref _frame);

    /// <summary>The ranking that counts towards the bound of those with an entry: the one that was rendered last, or null while it has none.</summary>
    public LeaderboardQuery? Counted => Volatile.Read(ref _counted);

    /// <summary>Whether it is the whole ranking of a board's current window.</summary>
    public bool IsWhole => found.IsWhole;

    public bool IsFollowed => !_subscriptions.IsEmpty;

    /// <summary>For one caller at a time, as <see cref="Remove"/> is. The first follower starts the feed.</summary>
    public void Add(LiveSubscription subscription)
    {
        Follow(_subscriptions.Add(subscription), subscription.Limit, 1);
        if (!_started)
        {
            _started = true;
            var ended = _ended.Token;
            _ = Task.Run(() => RunAsync(ended), CancellationToken.None);
        }
        else if (Frame is { } frame && frame.Limit < subscription.Limit)
        {
            // Who comes first must not wait longer than the others did.
            _look.Writer.TryWrite(true);
        }
    }

    public void Remove(LiveSubscription subscription) => Follow(_subscriptions.Remove(subscription), subscription.Limit, -1);

    /// <summary>Nobody follows any more.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private void Follow(ImmutableHashSet<LiveSubscription> subscriptions, int limit, int change)
    {
        _followersByLimit[limit] += change;
        Volatile.Write(ref _longest, Math.Max(0, Array.FindLastIndex(_followersByLimit, count => count > 0)));
        Volatile.Write(ref _subscriptions, subscriptions);
    }

    private async Task RunAsync(CancellationToken ended)
    {
        await using var timer = time.CreateTimer(static look => ((ChannelWriter<bool>)look!).TryWrite(true), _look.Writer, LiveFeeds.Pace, LiveFeeds.Pace);
        try
        {
            do
                await RefreshAsync(ended);
            while (await _look.Reader.ReadAsync(ended));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Nobody follows any more.
        }
    }

    private async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stamp = views.Stamp(found.Query);
            var limit = Volatile.Read(ref _longest);
            if (_frame is not null && stamp == _stamp && _frame.Limit >= limit)
                return;
            var page = await boards.GetPageAsync(found.Query, 0, limit, cancellationToken);
            Volatile.Write(ref _counted, page.Total > 0 ? found.Ranking with { Window = page.Window.Key } : null);
            var frame = LiveFrame.Render(page, limit);
            metrics.Rendered();
            _stamp = stamp;
            _failing = false;
            if (frame.Limit == _frame?.Limit && frame.Tag(limit) == _frame.Tag(limit))
                return;
            Volatile.Write(ref _frame, frame);
            foreach (var subscription in Volatile.Read(ref _subscriptions))
                subscription.Wake();
        }
        catch (LeaderboardNotFoundException)
        {
            // The board or the window was removed. It may come again: then its followers see it.
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The store is at fault; tried again with the next tick, and logged once.
            if (!_failing)
                Log.LiveFailed(logger, found.Query.LeaderboardId, exception);
            _failing = true;
        }
    }
}

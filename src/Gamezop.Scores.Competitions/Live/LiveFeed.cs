using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// One ranking that somebody follows. It looks five times a second whether the ranking has changed, which costs a few look-ups, and renders it only then: once, for everybody.
/// Looking by the clock also sees what no score announces: that <c>current</c> has become another window.
/// </summary>
internal sealed class LiveFeed(LiveRanking ranking, BoardViews views, ILeaderboards boards, LiveMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private ImmutableHashSet<LiveSubscription> _subscriptions = [];
    private RankingStamp _stamp;
    private LiveFrame? _frame;
    private bool _failing;

    /// <summary>The ranking as it was last; null until it has been rendered.</summary>
    public LiveFrame? Frame => Volatile.Read(ref _frame);

    public bool IsFollowed => !_subscriptions.IsEmpty;

    public void Add(LiveSubscription subscription) => ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Add(one), subscription);

    public void Remove(LiveSubscription subscription) => ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Remove(one), subscription);

    public void Start()
    {
        CancellationToken ended = _ended.Token;
        _ = Task.Run(() => RunAsync(ended), CancellationToken.None);
    }

    /// <summary>Nobody follows any more.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private async Task RunAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(LiveFeeds.Pace, time);
        try
        {
            do
                await RefreshAsync(ended);
            while (await timer.WaitForNextTickAsync(ended));
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
            RankingStamp stamp = views.Stamp(ranking.Query);
            if (_frame is not null && stamp == _stamp)
                return;
            LeaderboardPage page = await boards.GetPageAsync(ranking.Query, 0, ranking.Limit, cancellationToken);
            var frame = LiveFrame.Of(LeaderboardPageBody.Render(page));
            metrics.Rendered();
            _stamp = stamp;
            _failing = false;
            if (frame.Tag == _frame?.Tag)
                return;
            Volatile.Write(ref _frame, frame);
            foreach (LiveSubscription subscription in _subscriptions)
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
                Log.LiveFailed(logger, ranking.Query.LeaderboardId, exception);
            _failing = true;
        }
    }
}

using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>The rankings that somebody follows. Each is looked after as long as that lasts.</summary>
internal sealed class LiveFeeds(BoardViews views, ILeaderboards boards, LiveMetrics metrics, TimeProvider time, ILogger<LiveFeeds> logger)
{
    /// <summary>Between two changes of a ranking that are shown, and between two writes to one follower.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Dictionary<LiveRanking, LiveFeed> _feeds = [];

    /// <summary>Follows rankings until the subscription is disposed of.</summary>
    /// <exception cref="LeaderboardNotFoundException">One of them is not there.</exception>
    public LiveSubscription Subscribe(IReadOnlyList<LiveRanking> rankings)
    {
        foreach (LiveRanking ranking in rankings)
            _ = views.Stamp(ranking.Query);
        lock (_lock)
        {
            LiveFeed[] feeds = [.. rankings.Select(Feed)];
            var subscription = new LiveSubscription(rankings, feeds, this);
            foreach (LiveFeed feed in feeds)
                feed.Add(subscription);
            metrics.Followers(1);
            return subscription;
        }
    }

    public void Unsubscribe(LiveSubscription subscription)
    {
        var unused = new List<LiveFeed>();
        lock (_lock)
        {
            foreach ((LiveRanking ranking, LiveFeed feed) in subscription.Rankings.Zip(subscription.Feeds))
            {
                feed.Remove(subscription);
                if (feed.IsFollowed)
                    continue;
                _feeds.Remove(ranking);
                unused.Add(feed);
            }

            metrics.Followers(-1);
        }

        // What a player directory does when it is cancelled may take its time: nobody else waits for that.
        foreach (LiveFeed feed in unused)
            feed.Dispose();
    }

    private LiveFeed Feed(LiveRanking ranking)
    {
        if (_feeds.TryGetValue(ranking, out LiveFeed? known))
            return known;
        var feed = new LiveFeed(ranking, views, boards, metrics, time, logger);
        _feeds[ranking] = feed;
        feed.Start();
        return feed;
    }
}

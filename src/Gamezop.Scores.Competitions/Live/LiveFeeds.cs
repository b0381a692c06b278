using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>The rankings that somebody follows. Each is looked after as long as that lasts.</summary>
internal sealed class LiveFeeds(BoardViews views, ILeaderboards boards, LiveMetrics metrics, TimeProvider time, ILogger<LiveFeeds> logger)
{
    /// <summary>Between two changes of a ranking that are shown, and between two writes to one follower.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Dictionary<LeaderboardQuery, LiveFeed> _feeds = [];
    private int _streams;

    /// <summary>Follows rankings until the subscription is disposed of.</summary>
    /// <returns>The subscription, or null where that would be more streams or more rankings than the bounds allow.</returns>
    /// <exception cref="LeaderboardNotFoundException">One of them is not there.</exception>
    public LiveSubscription? TrySubscribe(IReadOnlyList<LeaderboardQuery> rankings, int limit, GamezopCompetitionsOptions bounds)
    {
        foreach (var ranking in rankings)
            _ = views.Stamp(ranking);
        lock (_lock)
        {
            if (_streams >= bounds.MaxLiveStreams || _feeds.Count + rankings.Count(ranking => !_feeds.ContainsKey(ranking)) > bounds.MaxLiveRankings)
            {
                metrics.Refused();
                return null;
            }

            LiveFeed[] feeds = [.. rankings.Select(Feed)];
            var subscription = new LiveSubscription(rankings, feeds, limit, this);
            foreach (var feed in feeds)
                feed.Add(subscription);
            _streams++;
            metrics.Followers(1);
            return subscription;
        }
    }

    public void Unsubscribe(LiveSubscription subscription)
    {
        var unused = new List<LiveFeed>();
        lock (_lock)
        {
            foreach (var (ranking, feed) in subscription.Rankings.Zip(subscription.Feeds))
            {
                feed.Remove(subscription);
                if (feed.IsFollowed)
                    continue;
                _feeds.Remove(ranking);
                unused.Add(feed);
            }

            _streams--;
            metrics.Followers(-1);
        }

        // What a player directory does when it is cancelled may take its time: nobody else waits for that.
        foreach (var feed in unused)
            feed.Dispose();
    }

    private LiveFeed Feed(LeaderboardQuery ranking)
    {
        if (_feeds.TryGetValue(ranking, out var known))
            return known;
        var feed = new LiveFeed(ranking, views, boards, metrics, time, logger);
        _feeds[ranking] = feed;
        return feed;
    }
}

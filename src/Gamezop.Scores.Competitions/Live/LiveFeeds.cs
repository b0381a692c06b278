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

    /// <summary>Follows rankings until the subscription is disposed of. Queries that differ in their spelling alone are followed once.</summary>
    /// <returns>The subscription, or null where that would be more streams or more rankings than the bounds allow.</returns>
    /// <exception cref="LeaderboardNotFoundException">One of them is not there.</exception>
    public LiveSubscription? TrySubscribe(IReadOnlyList<LeaderboardQuery> rankings, int limit, GamezopCompetitionsOptions bounds)
    {
        FoundRanking[] found = [.. rankings.Select(views.Resolve).DistinctBy(ranking => ranking.Query)];
        lock (_lock)
        {
            if (_streams >= bounds.MaxLiveStreams || !HasRoom(found, bounds.MaxLiveRankings))
            {
                metrics.Refused();
                return null;
            }

            LiveFeed[] feeds = [.. found.Select(Feed)];
            var subscription = new LiveSubscription([.. found.Select(ranking => ranking.Query)], feeds, limit, this);
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

    // What is rendered counts: an empty ranking costs next to nothing, and anybody can ask for any number of them.
    private bool HasRoom(FoundRanking[] found, int max)
    {
        var added = found.Where(ranking => ranking.HasEntries && !_feeds.ContainsKey(ranking.Query)).Select(ranking => ranking.Ranking).ToHashSet();
        if (added.Count == 0)
            return true;
        var followed = _feeds.Values.Select(feed => feed.Counted).OfType<LeaderboardQuery>().ToHashSet();
        added.ExceptWith(followed);
        return added.Count == 0 || followed.Count + added.Count <= max;
    }

    private LiveFeed Feed(FoundRanking found)
    {
        if (_feeds.TryGetValue(found.Query, out var known))
            return known;
        var feed = new LiveFeed(found, views, boards, metrics, time, logger);
        _feeds[found.Query] = feed;
        return feed;
    }
}

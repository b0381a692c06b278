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

    // Rankings that hold an entry are counted apart from those that do not: anybody can invent any number of the latter, and must keep nobody from the former.
    private bool HasRoom(FoundRanking[] found, int max)
    {
        FoundRanking[] news = [.. found.Where(ranking => !_feeds.ContainsKey(ranking.Query))];
        return HasRoomForEmpty(news, max) && HasRoomForFilled(news, max);
    }

    // There are only as many whole rankings of current windows as boards: who waits for a day's first score is never refused for the sake of invented ones.
    private bool HasRoomForEmpty(FoundRanking[] news, int max)
    {
        var added = news.Count(ranking => !ranking.HasEntries && !IsWhole(ranking.Query));
        return added == 0 || _feeds.Count(feed => feed.Value.Counted is null && !IsWhole(feed.Key)) + added <= max;
    }

    private bool HasRoomForFilled(FoundRanking[] news, int max)
    {
        var added = news.Where(ranking => ranking.HasEntries).Select(ranking => ranking.Ranking).ToHashSet();
        if (added.Count == 0)
            return true;
        var followed = _feeds.Values.Select(feed => feed.Counted).OfType<LeaderboardQuery>().ToHashSet();
        added.ExceptWith(followed);
        return added.Count == 0 || followed.Count + added.Count <= max;
    }

    private static bool IsWhole(LeaderboardQuery query) => query is { Window: LeaderboardQuery.Current, Partition: null };

    private LiveFeed Feed(FoundRanking found)
    {
        if (_feeds.TryGetValue(found.Query, out var known))
            return known;
        var feed = new LiveFeed(found, views, boards, metrics, time, logger);
        _feeds[found.Query] = feed;
        return feed;
    }
}

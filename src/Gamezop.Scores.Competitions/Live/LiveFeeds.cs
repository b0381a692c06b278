using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>The rankings that somebody follows. Each is looked after as long as that lasts.</summary>
internal sealed class LiveFeeds(BoardViews views, ILeaderboards boards, LiveMetrics metrics, TimeProvider time, ILogger<LiveFeeds> logger)
{
    /// <summary>Between two changes of a ranking that are shown, and between two writes to one follower.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    // Rankings without an entry that a stream may follow whatever others follow.
    private const int EmptyOfEachStream = 4;

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

    // There are only as many whole rankings of current windows as boards. The others are counted apart by whether they hold an entry: anybody
    // can invent any number of those that do not, and must keep nobody from the rest.
    private bool HasRoom(FoundRanking[] found, int max)
    {
        FoundRanking[] news = [.. found.Where(ranking => !ranking.IsWhole && !_feeds.ContainsKey(ranking.Query))];
        return HasRoomForEmpty(news, max) && HasRoomForFilled(news, max);
    }

    // Some come with every stream, so that no stranger keeps anybody from waiting for a first score; beyond those all streams share the bound.
    private bool HasRoomForEmpty(FoundRanking[] news, int max)
    {
        var added = news.Count(ranking => !ranking.HasEntries);
        return added <= EmptyOfEachStream || _feeds.Values.Count(feed => feed is { Counted: null, IsWhole: false }) + added <= max;
    }

    private bool HasRoomForFilled(FoundRanking[] news, int max)
    {
        var added = news.Where(ranking => ranking.HasEntries).Select(ranking => ranking.Ranking).ToHashSet();
        if (added.Count == 0)
            return true;
        added.ExceptWith(_feeds.Values.Select(feed => feed.Counted).OfType<LeaderboardQuery>());
        var followed = _feeds.Values.Where(feed => !feed.IsWhole).Select(feed => feed.Counted).OfType<LeaderboardQuery>().Distinct().Count();
        return added.Count == 0 || followed + added.Count <= max;
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

using System.Threading.Channels;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// What one stream follows. Each feed holds the latest state alone, and a subscription is told no more than that there is something new: however slow its reader, nothing queues up.
/// </summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly LiveFeeds _owner;

    public LiveSubscription(IReadOnlyList<LeaderboardQuery> rankings, IReadOnlyList<LiveFeed> feeds, int limit, LiveFeeds owner)
    {
        (Rankings, Feeds, Limit, _owner) = (rankings, feeds, limit, owner);
        // Feeds that others follow have something to show already.
        Wake();
    }

    public IReadOnlyList<LeaderboardQuery> Rankings { get; }

    public IReadOnlyList<LiveFeed> Feeds { get; }

    /// <summary>How many entries of each ranking are sent at most.</summary>
    public int Limit { get; }

    public void Wake() => _wake.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => _ = await _wake.Reader.ReadAsync(cancellationToken);

    public void Dispose() => _owner.Unsubscribe(this);
}

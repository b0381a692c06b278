using System.Threading.Channels;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// What one stream follows. Each feed holds the latest state alone, and a subscription is told no more than that there is something new: however slow its reader, nothing queues up.
/// </summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly LiveFeeds _owner;

    public LiveSubscription(IReadOnlyList<LiveRanking> rankings, IReadOnlyList<LiveFeed> feeds, LiveFeeds owner)
    {
        (Rankings, Feeds, _owner) = (rankings, feeds, owner);
        // Feeds that others follow have something to show already.
        Wake();
    }

    public IReadOnlyList<LiveRanking> Rankings { get; }

    public IReadOnlyList<LiveFeed> Feeds { get; }

    public void Wake() => _wake.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => _ = await _wake.Reader.ReadAsync(cancellationToken);

    public void Dispose() => _owner.Unsubscribe(this);
}

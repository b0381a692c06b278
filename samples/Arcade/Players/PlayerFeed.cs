using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Arcade;

/// <summary>What a player's open pages are told at once, as server-sent events. Of this process alone: several would need something between them.</summary>
internal sealed class PlayerFeed(IHostApplicationLifetime lifetime)
{
    private const int Kept = 100;

    private readonly ConcurrentDictionary<string, ImmutableList<Channel<SseItem<object>>>> _pages = new();

    public void Tell(string playerId, string eventType, object news)
    {
        if (!_pages.TryGetValue(playerId, out var pages))
            return;
        foreach (var page in pages)
            page.Writer.TryWrite(new SseItem<object>(news, eventType));
    }

    public async IAsyncEnumerable<SseItem<object>> ReadAsync(string playerId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var page = Channel.CreateBounded<SseItem<object>>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        _pages.AddOrUpdate(playerId, [page], (_, pages) => pages.Add(page));
        try
        {
            // So that the page knows that nothing is missed from here on.
            yield return new SseItem<object>(new { playerId }, "hello");
            while (await WaitAsync(page.Reader, ended.Token))
                while (page.Reader.TryRead(out var news))
                    yield return news;
        }
        finally
        {
            _pages.AddOrUpdate(playerId, [], (_, pages) => pages.Remove(page));
        }
    }

    private static async ValueTask<bool> WaitAsync(ChannelReader<SseItem<object>> reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The page has gone, or the site stops.
            return false;
        }
    }
}

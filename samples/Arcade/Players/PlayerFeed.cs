using System.Collections.Immutable;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Arcade;

/// <summary>What a player's open pages are told at once, as server-sent events. Of this process alone: several would need something between them.</summary>
internal sealed class PlayerFeed(IHostApplicationLifetime lifetime)
{
    /// <summary>How many pages of one player are told at once. Pages that nobody looks at let go of their feed.</summary>
    public const int MaxPages = 8;

    private const int Kept = 100;

    private static readonly TimeSpan RetryWhenFull = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableList<Channel<SseItem<object>>>> _pages = [];

    public void Tell(string playerId, string eventType, object news)
    {
        ImmutableList<Channel<SseItem<object>>>? pages;
        lock (_lock)
            pages = _pages.GetValueOrDefault(playerId);
        foreach (var page in pages ?? [])
            page.Writer.TryWrite(new SseItem<object>(news, eventType));
    }

    public async IAsyncEnumerable<SseItem<object>> ReadAsync(string playerId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var page = Channel.CreateBounded<SseItem<object>>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        if (!TryAdd(playerId, page))
        {
            yield return new SseItem<object>(new { playerId }, "full") { ReconnectionInterval = RetryWhenFull };
            yield break;
        }

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
            Remove(playerId, page);
        }
    }

    private bool TryAdd(string playerId, Channel<SseItem<object>> page)
    {
        lock (_lock)
        {
            var pages = _pages.GetValueOrDefault(playerId, []);
            if (pages.Count >= MaxPages)
                return false;
            _pages[playerId] = pages.Add(page);
            return true;
        }
    }

    private void Remove(string playerId, Channel<SseItem<object>> page)
    {
        lock (_lock)
        {
            var pages = _pages[playerId].Remove(page);
            if (pages.IsEmpty)
                _pages.Remove(playerId);
            else
                _pages[playerId] = pages;
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

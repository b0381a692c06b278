using System.Collections.Concurrent;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>What the handlers of a test got.</summary>
internal sealed class Received
{
    private readonly SemaphoreSlim _added = new(0);

    public ConcurrentQueue<ScoreContext> All { get; } = new();

    public ValueTask AddAsync(ScoreContext context)
    {
        All.Enqueue(context);
        _added.Release();
        return ValueTask.CompletedTask;
    }

    public async Task<ScoreContext> NextAsync()
    {
        (await _added.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue("an event should have arrived");
        return All.Last();
    }
}

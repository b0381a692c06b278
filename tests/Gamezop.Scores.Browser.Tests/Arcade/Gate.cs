using System.Collections.Concurrent;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>What Gamezop posts waits here while it is closed, and is remembered.</summary>
internal sealed class Gate() : DelegatingHandler(new SocketsHttpHandler())
{
    private TaskCompletionSource _open = Opened();

    /// <summary>What went through, in order.</summary>
    public ConcurrentQueue<ScoreEvent> Posted { get; } = [];

    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        Posted.Enqueue(ScoreEvent.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
        return await base.SendAsync(request, cancellationToken);
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}

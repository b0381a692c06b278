using System.Collections.Concurrent;

namespace Gamezop.Scores.Browser.Tests;

/// <summary>A publisher's webhook that keeps what it gets.</summary>
internal sealed class Webhook(WebApplication app, ConcurrentQueue<ScoreEvent> events) : IAsyncDisposable
{
    public const string Key = "the-key-of-the-tests";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public string Url => app.Urls.Single() + "/games/score";

    public IReadOnlyCollection<ScoreEvent> Events => events;

    public static async Task<Webhook> StartAsync()
    {
        ConcurrentQueue<ScoreEvent> events = new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add(Key)).AddHandler("lambda", (context, _) =>
        {
            events.Enqueue(context.Event);
            return ValueTask.CompletedTask;
        });
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        await app.StartAsync();
        return new Webhook(app, events);
    }

    public async Task WaitForAsync(int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (events.Count < count)
            await Task.Delay(20, limit.Token);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

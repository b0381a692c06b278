using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Testing.Tests;

/// <summary>A publisher's application on a real Kestrel; its handler remembers what it got, and can fail first.</summary>
internal sealed class PublisherHost : IAsyncDisposable
{
    public const string Key = "the-key-of-the-tests";

    private readonly WebApplication _app;

    private PublisherHost(WebApplication app, ConcurrentDictionary<string, ScoreContext> handled)
    {
        _app = app;
        Handled = handled;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public string Webhook => new Uri(Client.BaseAddress!, "/games/score").ToString();

    /// <summary>By EventId, as a handler that is idempotent by it.</summary>
    public ConcurrentDictionary<string, ScoreContext> Handled { get; }

    /// <param name="subKey">The key of protected subs, if they are.</param>
    /// <param name="fails">Whether the handler fails on this call, counted from 1.</param>
    public static async Task<PublisherHost> StartAsync(byte[]? subKey = null, Func<int, bool>? fails = null)
    {
        ConcurrentDictionary<string, ScoreContext> handled = new();
        var calls = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddGamezopScores(options =>
            {
                options.ApiKeys.Add(Key);
                if (subKey is not null)
                    options.SubKeys.Add(Convert.ToBase64String(subKey));
            })
            .AddHandler("lambda", (context, _) =>
            {
                if (fails?.Invoke(Interlocked.Increment(ref calls)) == true)
                    throw new InvalidOperationException("The database is away.");
                handled.TryAdd(context.EventId, context);
                return ValueTask.CompletedTask;
            });
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        await app.StartAsync();
        return new PublisherHost(app, handled);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Testing;

/// <summary>
/// Stands in for Gamezop, on a port of its own and so on another origin: serves games that can be played, broadcasts to the page around them,
/// posts each score to a webhook, and answers the APIs for games and leaderboards.
/// </summary>
/// <remarks>
/// <code>await using var gamezop = await GamezopStandIn.StartAsync(new() { WebhookUrl = "http://127.0.0.1:5080/games/score", ApiKey = "the key" });</code>
/// <list type="bullet">
/// <item><c>GET /g/{code}?sub=…</c>: a game; also with a bridge of a web view in place of a page around it.</item>
/// <item><c>GET /v3/games</c>: the All Games API; with a bearer token in the current form, with <c>?id=</c> in the older one.</item>
/// <item><c>GET /v3/leaderboards-metadata?game-code=…</c> with a bearer token, and the older <c>GET /v2/leaderboards/info?code=…</c>.</item>
/// </list>
/// For tests and development: a player can post any score, since the game runs in the browser.
/// </remarks>
public sealed class GamezopStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly WebhookPump? _pump;

    private GamezopStandIn(WebApplication app, WebhookPump? pump)
    {
        _app = app;
        _pump = pump;
        Url = new Uri(app.Urls.First());
    }

    /// <summary>Where it is, e.g. <c>http://127.0.0.1:41234/</c>: the base address for the APIs too.</summary>
    public Uri Url { get; }

    /// <summary>What became of the scores that were played: the last thousand that are taken or given up.</summary>
    public IReadOnlyList<ScoreReply> Replies => _pump?.Replies ?? [];

    /// <summary>Starts one.</summary>
    /// <param name="options">How it behaves; all defaults when null.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>It, listening.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<GamezopStandIn> StartAsync(GamezopStandInOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new GamezopStandInOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RoundLength, TimeSpan.FromMilliseconds(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.RoundLength, TimeSpan.FromHours(1), nameof(options));

        // Empty: nothing of the application's environment or settings reaches the stand-in.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(options.Url);
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        WebhookPump? pump = options.WebhookUrl is { } webhook ? new WebhookPump(options, webhook) : null;
        Map(app, options, pump);
        try
        {
            await app.StartAsync(cancellationToken);
            return new GamezopStandIn(app, pump);
        }
        catch
        {
            await StopAsync(app, pump);
            throw;
        }
    }

    /// <summary>The URL of a game as the All Games API gives it: put a sub to it with <see cref="GameUrlBuilder"/> or <see cref="IGameUrls"/>.</summary>
    /// <param name="gameCode">One of <see cref="GamezopStandInOptions.Games"/>.</param>
    /// <returns>E.g. <c>http://127.0.0.1:41234/g/NyM_JGWcx</c>.</returns>
    public string GameUrl(string gameCode) => $"{Url}g/{gameCode}";

    /// <summary>Waits until every score that a game has reported by now is taken by the webhook or given up.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Done then.</returns>
    public Task WhenPostedAsync(CancellationToken cancellationToken = default) => (_pump?.Idle ?? Task.CompletedTask).WaitAsync(cancellationToken);

    /// <summary>Stops it; what it has not posted yet is dropped.</summary>
    /// <returns>Done when it has stopped.</returns>
    public ValueTask DisposeAsync() => StopAsync(_app, _pump);

    private static void Map(WebApplication app, GamezopStandInOptions options, WebhookPump? pump)
    {
        PlaySessions sessions = new(options);
        StandInApi api = new(options);
        LeaderboardsMetadata leaderboards = new(options, api);
        app.MapGet("/g/{code}", (RequestDelegate)new GamePage(options, sessions).InvokeAsync);
        app.MapPost("/g/{code}/events", (RequestDelegate)new EventEndpoint(sessions, pump).InvokeAsync);
        app.MapGet("/images/{code}.svg", (RequestDelegate)new GameImage(options).InvokeAsync);
        app.MapGet("/v3/games", (RequestDelegate)new AllGames(options, api).InvokeAsync);
        app.MapGet("/v3/leaderboards-metadata", (RequestDelegate)leaderboards.CurrentAsync);
        app.MapGet("/v2/leaderboards/info", (RequestDelegate)leaderboards.OlderAsync);
    }

    private static async ValueTask StopAsync(WebApplication app, WebhookPump? pump)
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (pump is not null)
            await pump.DisposeAsync();
    }
}

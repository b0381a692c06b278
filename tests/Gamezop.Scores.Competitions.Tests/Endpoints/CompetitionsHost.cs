using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>A publisher's application on a real Kestrel on loopback. Scores come in through the webhook, users name themselves in a header.</summary>
internal sealed class CompetitionsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CompetitionsHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public IServiceProvider Services => _app.Services;

    public ILeaderboards Boards => Services.GetRequiredService<ILeaderboards>();

    public IPlayers Players => Services.GetRequiredService<IPlayers>();

    public FakeTimeProvider Time => (FakeTimeProvider)Services.GetRequiredService<TimeProvider>();

    public static Task<CompetitionsHost> StartAsync(params LeaderboardDefinition[] boards) => StartAsync(null, null, waitUntilReady: true, boards);

    /// <param name="configure">More of the builder; without it scores are ranked before their call is answered, and time stands still at <see cref="Leaderboards.Events.Noon"/>.</param>
    /// <param name="map">More about the routes.</param>
    /// <param name="waitUntilReady">Whether to wait until queries are answered.</param>
    /// <param name="boards">The boards.</param>
    public static async Task<CompetitionsHost> StartAsync(Action<IGamezopScoresBuilder>? configure, Action<IEndpointConventionBuilder>? map, bool waitUntilReady, params LeaderboardDefinition[] boards)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([new("Gamezop:AllowAnonymous", "true")]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // A server of its own mind about slow readers would hide what the product does about them.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        builder.Services.AddOpenApi();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Leaderboards.Events.Noon));
        var scores = builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop")).AddLeaderboards(options =>
        {
            foreach (LeaderboardDefinition board in boards)
                options.Add(board);
        });
        configure?.Invoke(scores);
        WebApplication application = builder.Build();
        application.MapGamezopScores("/games/score");
        application.MapOpenApi();
        IEndpointConventionBuilder routes = application.MapGamezopCompetitions("/competitions", options => options.CurrentUser = CurrentUser);
        map?.Invoke(routes);
        await application.StartAsync();
        var host = new CompetitionsHost(application);
        if (waitUntilReady)
            await host.ReadyAsync();
        return host;
    }

    public async Task PostAsync(string user, double score, int second = 0, string? country = "IN", DateTimeOffset? at = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        long timestamp = (at ?? Leaderboards.Events.Noon.AddSeconds(second)).ToUnixTimeMilliseconds();
        string body = JsonSerializer.Serialize(new
        {
            gameCode = "NyM_JGWcx",
            sessionId = "s",
            gamePlayId = $"{user}-{timestamp}-{score}",
            timestamp,
            score,
            subId = user,
            country,
            duration = 1000,
            state = "over",
        });
        using HttpResponseMessage answer = await Client.PostAsync("/games/score", new StringContent(body, Encoding.UTF8));
        answer.StatusCode.Should().Be(expected);
    }

    public async Task<JsonElement> GetJsonAsync(string path, string? user = null)
    {
        using HttpResponseMessage answer = await GetAsync(path, user);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? user = null)
    {
        // A user's id is sent encoded: headers hold no more than ASCII.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Client.BaseAddress + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (user is not null)
            request.Headers.Add("user", Uri.EscapeDataString(user));
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task ReadyAsync()
    {
        while (!Boards.IsReady)
            await Task.Delay(5);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string? CurrentUser(HttpContext context) => context.Request.Headers["user"] is [{ } user] ? Uri.UnescapeDataString(user) : null;
}

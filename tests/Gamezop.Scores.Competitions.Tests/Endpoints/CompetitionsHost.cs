using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
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
        Client = app.Services.GetRequiredService<IServer>() is TestServer server
            ? server.CreateClient() : new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
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
    public static Task<CompetitionsHost> StartAsync(Action<IGamezopScoresBuilder>? configure, Action<IEndpointConventionBuilder>? map,
        bool waitUntilReady, params LeaderboardDefinition[] boards) =>
        StartAsync(new HostSetup { Scores = configure, Map = map, WaitUntilReady = waitUntilReady }, boards);

    public static async Task<CompetitionsHost> StartAsync(HostSetup setup, params LeaderboardDefinition[] boards)
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
        setup.Scores?.Invoke(scores);
        if (setup.OnTestServer)
            builder.WebHost.UseTestServer();
        WebApplication application = builder.Build();
        setup.Use?.Invoke(application);
        application.MapGamezopScores("/games/score");
        application.MapOpenApi();
        var routes = application.MapGamezopCompetitions("/competitions", options =>
        {
            options.CurrentUser = CurrentUser;
            setup.Options?.Invoke(options);
        });
        setup.Map?.Invoke(routes);
        await application.StartAsync();
        var host = new CompetitionsHost(application);
        if (setup.WaitUntilReady)
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
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path));
        if (user is not null)
            request.Headers.Add("user", Uri.EscapeDataString(user));
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task ReadyAsync()
    {
        await Deadline.UntilAsync(() => Boards.IsReady);
    }

    /// <summary>Sends a POST without a body.</summary>
    public async Task<HttpResponseMessage> SendPostAsync(string path, string? user, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path));
        if (user is not null)
            request.Headers.Add("user", Uri.EscapeDataString(user));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        return await Client.SendAsync(request);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    // The test server can't read an address that is to be sent as it is written.
    private Uri Address(string path)
    {
        var isTestServer = Services.GetRequiredService<IServer>() is TestServer;
        return new Uri(Client.BaseAddress + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = !isTestServer });
    }

    private static string? CurrentUser(HttpContext context) => context.Request.Headers["user"] is [{ } user] ? Uri.UnescapeDataString(user) : null;
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>A publisher's application on a real Kestrel on loopback, with what the tests want to see of it.</summary>
internal sealed class ScoresHost : IAsyncDisposable
{
    public const string Key = "the-key-of-the-tests";
    public const string Route = "/games/score";

    private readonly WebApplication _app;

    private ScoresHost(WebApplication app, LogLines logs)
    {
        _app = app;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public LogLines Logs { get; }

    public IServiceProvider Services => _app.Services;

    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Configuration;

    public Received Received => Services.GetRequiredService<Received>();

    public static string Payload(string state = "over", string subId = "123-554-111", double score = 42) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"gameCode":"NyM_JGWcx","sessionId":"s-1","gamePlayId":"p-1","timestamp":1763900000123,"score":{{score}},"leaderboardId":"NyM_JGWcx_default",
        """ +
        $$"""
        "subId":"{{subId}}","country":"IN","duration":61500,"state":"{{state}}"}
        """);

    /// <param name="configure">More of the builder; without it one handler that keeps what it gets.</param>
    /// <param name="settings">The section Gamezop; without it one api key.</param>
    /// <param name="app">More of the application.</param>
    /// <param name="services">More of the services.</param>
    /// <param name="configuration">More of the configuration.</param>
    public static async Task<ScoresHost> StartAsync(
        Action<IGamezopScoresBuilder>? configure = null,
        Dictionary<string, string?>? settings = null,
        Action<WebApplication>? app = null,
        Action<IServiceCollection>? services = null,
        Action<IConfigurationBuilder>? configuration = null)
    {
        var logs = new LogLines();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings ?? new() { ["Gamezop:ApiKeys:0"] = Key });
        configuration?.Invoke(builder.Configuration);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Received>();
        services?.Invoke(builder.Services);
        var scores = builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop"));
        if (configure is null)
            scores.AddHandler("lambda", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context));
        else
            configure(scores);
        var application = builder.Build();
        app?.Invoke(application);
        application.MapGamezopScores(Route);
        await application.StartAsync();
        return new ScoresHost(application, logs);
    }

    public Task<HttpResponseMessage> PostAsync(string body, params string[] keys) => PostAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), keys);

    public async Task<HttpResponseMessage> PostAsync(HttpContent body, params string[] keys)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Route) { Content = body };
        foreach (var key in keys)
            request.Headers.TryAddWithoutValidation("api-key", key).Should().BeTrue();
        return await Client.SendAsync(request);
    }

    /// <summary>A bare connection, for what no client library would send.</summary>
    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

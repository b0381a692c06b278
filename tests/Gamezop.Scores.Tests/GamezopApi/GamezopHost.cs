using System.Collections.Concurrent;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.GamezopApi;

/// <summary>A stand-in for Gamezop on a real Kestrel, and a publisher's services that call it.</summary>
internal sealed class GamezopHost : IAsyncDisposable
{
    public const string Token = "secret-token-7f3a";

    private readonly WebApplication _app;
    private readonly ServiceProvider _services;

    private GamezopHost(WebApplication app, ServiceProvider services, LogLines logs)
    {
        _app = app;
        _services = services;
        Logs = logs;
    }

    public Scores.GamezopApi Api => _services.GetRequiredService<Scores.GamezopApi>();

    public FakeTimeProvider Time => (FakeTimeProvider)_services.GetRequiredService<TimeProvider>();

    public LogLines Logs { get; }

    /// <summary>Every request that arrived: method, path and query, and the Authorization header.</summary>
    public ConcurrentQueue<(string Target, string? Authorization)> Requests { get; } = new();

    /// <summary>How requests are answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("""{"data":[]}""");

    public static async Task<GamezopHost> StartAsync(Action<GamezopApiOptions>? configure = null, Action<IHttpClientBuilder>? client = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        GamezopHost? host = null;
        app.Run(context =>
        {
            host!.Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", (string?)context.Request.Headers.Authorization));
            return host.Answer(context);
        });
        await app.StartAsync();

        LogLines logs = new();
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        IHttpClientBuilder clientBuilder = services.AddGamezopApi(options =>
        {
            options.Token = Token;
            options.PropertyId = "30 25";
            options.BaseAddress = new Uri(app.Urls.Single() + "/current");
            options.OlderBaseAddress = new Uri(app.Urls.Single() + "/older/");
            configure?.Invoke(options);
        });
        client?.Invoke(clientBuilder);
        return host = new GamezopHost(app, services.BuildServiceProvider(), logs);
    }

    public void AnswerWith(string body, int status = 200) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

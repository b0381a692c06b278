using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests;

/// <summary>A publisher's site with the module, open in a browser: an origin of its own, and what the test maps besides.</summary>
internal sealed class HostPage : IAsyncDisposable
{
    private const string Html =
        """
        <!doctype html><html lang="en"><head><title>Host</title><link rel="icon" href="data:,"></head><body>
        <script type="module">
          window.gamezop = await import("/_content/Gamezop.Scores/gamezop-scores.js");
          window.got = [];
          window.ready = true;
        </script></body></html>
        """;

    private readonly WebApplication _app;
    private readonly IBrowserContext _context;

    private HostPage(WebApplication app, IBrowserContext context, IPage page)
    {
        _app = app;
        _context = context;
        Page = page;
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What the page threw or wrote to the console as an error.</summary>
    public ConcurrentBag<string> Errors { get; } = [];

    public Uri Url => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public IBrowserContext Context => _context;

    public static async Task<HostPage> OpenAsync(
        Chromium chromium, Action<WebApplication>? map = null, bool staticFiles = false, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = Assembly.GetExecutingAssembly().GetName().Name,
            EnvironmentName = "Development",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder);
        var app = builder.Build();
        if (staticFiles)
            app.UseStaticFiles();
        else
            app.MapStaticAssets();
        app.MapGet("/", () => Results.Content(Html, "text/html"));
        map?.Invoke(app);
        await app.StartAsync();

        var context = await chromium.Browser.NewContextAsync();
        context.SetDefaultTimeout(20_000);
        var host = new HostPage(app, context, await context.NewPageAsync());
        await host.Page.GotoAsync(host.Url.ToString());
        await host.Page.WaitForFunctionAsync("window.ready");
        return host;
    }

    public Task RunAsync(string script, object? argument = null) => Page.EvaluateAsync(script, argument);

    public async Task<JsonElement> GotAsync() => (await Page.EvaluateAsync<JsonElement?>("window.got"))!.Value;

    public Task WaitAsync(string condition) => Page.WaitForFunctionAsync(condition);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _app.DisposeAsync();
    }
}

using Gamezop.Scores.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The sample on a real socket with its databases, and Gamezop's stand-in as it would be configured for the real one.</summary>
internal sealed class ArcadeSite : IAsyncDisposable
{
    public const string Key = "arcade-key-change-me-please";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-arcade-");
    private readonly Chromium _chromium;
    private readonly List<ArcadeVisitor> _visitors = [];
    private WebApplicationFactory<Program> _factory = null!;

    private ArcadeSite(Chromium chromium) => _chromium = chromium;

    /// <summary>Between Gamezop and the site's webhook.</summary>
    public Gate Gate { get; } = new();

    public GamezopStandIn Gamezop { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public Uri Url => Http.BaseAddress!;

    public IServiceProvider Services => _factory.Services;

    /// <summary>Posts scores that nobody plays, of users whose subs it signs.</summary>
    public ScoreWebhookClient Webhook => new(Http, "/games/score", Key);

    public static async Task<ArcadeSite> StartAsync(Chromium chromium, bool demo = false, Action<IServiceCollection>? configure = null)
    {
        var site = new ArcadeSite(chromium);
        var http = new HttpClient(site.Gate);
        site.Gamezop = await GamezopStandIn.StartAsync(new() { HttpClient = http, WebhookUrl = "/games/score", ApiKey = Key, RoundLength = TimeSpan.FromSeconds(4) });
        site._factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("Urls", "http://127.0.0.1:0")
            .UseSetting("Database", Path.Combine(site._folder.FullName, "scores.db"))
            .UseSetting("Demo", demo.ToString())
            .UseSetting("Gamezop:Api:BaseAddress", site.Gamezop.Url.ToString())
            .UseSetting("Gamezop:Api:Token", "stand-in-token")
            .UseSetting("Logging:LogLevel:Default", "Warning")
            .ConfigureTestServices(services => configure?.Invoke(services)));
        site._factory.UseKestrel(0);
        site._factory.StartServer();
        site.Http = site._factory.CreateClient();
        http.BaseAddress = site.Url;
        return site;
    }

    /// <summary>Somebody with a browser of their own.</summary>
    public async Task<ArcadeVisitor> VisitAsync(string? name = null, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = Url.ToString();
        var visitor = await ArcadeVisitor.OpenAsync(_chromium, options, name);
        _visitors.Add(visitor);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        foreach (var visitor in _visitors)
            await visitor.DisposeAsync();
        await Gamezop.DisposeAsync();
        await _factory.DisposeAsync();
        Gate.Dispose();
        _folder.Delete(recursive: true);
    }
}

using System.Net;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
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

    /// <summary>The clock of the site, of Gamezop and of the scores.</summary>
    public AdvancedTime Time { get; } = AdvancedTime.WithinAQuarter();

    public GamezopStandIn Gamezop { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    public Uri Url => Http.BaseAddress!;

    public static async Task<ArcadeSite> StartAsync(Chromium chromium, bool demo = false, Action<IServiceCollection>? configure = null)
    {
        var site = new ArcadeSite(chromium);
        var http = new HttpClient(site.Gate);
        site.Gamezop = await GamezopStandIn.StartAsync(new() { HttpClient = http, WebhookUrl = "/games/score", ApiKey = Key, RoundLength = TimeSpan.FromSeconds(6), TimeProvider = site.Time });
        site._factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("Urls", "http://127.0.0.1:0")
            .UseSetting("Database", Path.Combine(site._folder.FullName, "scores.db"))
            .UseSetting("Demo", demo.ToString())
            .UseSetting("Gamezop:Api:BaseAddress", site.Gamezop.Url.ToString())
            .UseSetting("Gamezop:Api:Token", "stand-in-token")
            .UseSetting("Logging:LogLevel:Default", "None")
            .ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(site.Time);
                configure?.Invoke(services);
            }));
        site._factory.UseKestrel(0);
        site._factory.StartServer();
        site.Http = site._factory.CreateClient();
        http.BaseAddress = site.Url;
        await site.WhenReadyAsync();
        return site;
    }

    /// <summary>A finished game of a user who is not here, as Gamezop posts it.</summary>
    public Task ScoreAsync(string user, double score, string country = "IN")
    {
        var url = Services.GetRequiredService<IGameUrls>().Create(Gamezop.GameUrl("NyM_JGWcx"), user);
        return PostAsync(System.Web.HttpUtility.ParseQueryString(url.Query)["sub"]!, score, country);
    }

    /// <summary>A finished game under a user's id that nobody signed.</summary>
    public Task ForgeAsync(string user, double score) => PostAsync(user, score, "IN");

    /// <summary>Everything that Gamezop has posted, once more.</summary>
    public async Task DeliverAgainAsync()
    {
        var gamezop = new ScoreWebhookClient(Http, "/games/score", Key);
        Gate.Posted.Should().NotBeEmpty();
        foreach (var posted in Gate.Posted.ToArray())
            (await gamezop.SendAsync(posted)).Status.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Until the inbox is as expected.</summary>
    public async Task WaitForAsync(Func<EventLogStatistics, bool> isReached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isReached(await Services.GetRequiredService<IEventLog>().GetStatisticsAsync(limit.Token)))
            await Task.Delay(50, limit.Token);
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

    // What the site reads from its store when it starts.
    private async Task WhenReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!Services.GetRequiredService<ITournaments>().IsReady || Services.GetRequiredService<ITargets>().Definitions.Count == 0)
            await Task.Delay(50, limit.Token);
    }

    private async Task PostAsync(string sub, double score, string country)
    {
        var session = new GameSession(sub, Time) { Country = country }.Start().Over(score);
        (await new ScoreWebhookClient(Http, "/games/score", Key).SendAsync(session.Events[^1])).Status.Should().Be(HttpStatusCode.OK);
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

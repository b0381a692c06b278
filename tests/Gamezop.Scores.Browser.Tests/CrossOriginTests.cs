using System.Collections.Concurrent;
using System.Net;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Testing;

namespace Gamezop.Scores.Browser.Tests;

/// <summary>A page of one origin that follows boards at another one, as where an API has a host of its own.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class CrossOriginTests(Chromium chromium) : IAsyncLifetime
{
    private const string Key = "the-key-of-this-test";

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<HttpContext, bool> _streams = new();
    private readonly HttpClient _http = new();
    private HostPage _page = null!;
    private WebApplication _api = null!;

    private string Api => _api.Urls.Single();

    public async Task InitializeAsync()
    {
        _page = await HostPage.OpenAsync(chromium);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCors();
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add(Key)).AddLeaderboards(boards => boards.Add(new() { Id = "all" }));
        _api = builder.Build();
        _api.Use(async (context, next) =>
        {
            var request = context.Request;
            _asked.Enqueue($"{request.Method} {request.Path} cookie={request.Cookies["who"]} authorization={request.Headers.Authorization}");
            if (request.Path == "/competitions/live" && request.Method == "GET")
                _streams[context] = true;
            await next(context);
            _streams.TryRemove(context, out _);
        });
        _api.UseCors();
        _api.MapGamezopScores("/games/score");
        _api.MapGamezopCompetitions("/competitions")
            .RequireCors(policy => policy.WithOrigins(_page.Url.GetLeftPart(UriPartial.Authority)).AllowCredentials().WithHeaders("authorization"));
        _api.MapGamezopCompetitions("/closed");
        await _api.StartAsync();
        await Deadline.UntilAsync(() => _api.Services.GetRequiredService<ILeaderboards>().IsReady);
        await _page.RunAsync(
            """
            () => {
              window.follow = (prefix, options) => gamezop.followLeaderboard(prefix, "all", board => got.push(board.entries.map(entry => `${entry.userId}=${entry.score}`).join()), options);
            }
            """);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _page.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_was_lost_comes_back_without_a_preflight_and_brings_what_is_new()
    {
        await ScoreAsync("u1", 1);
        await _page.RunAsync("prefix => { follow(prefix); }", Api + "/competitions");
        await GotAsync("u1=1");
        for (var i = 2; i <= 3; i++)
        {
            Break();
            await ScoreAsync("u1", i);
            await GotAsync([.. Enumerable.Range(1, i).Select(score => $"u1={score}")]);
        }

        _asked.Where(asked => asked.Contains("/live", StringComparison.Ordinal)).Should().HaveCount(3).And.OnlyContain(asked => asked.StartsWith("GET /competitions/live cookie= authorization=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookies_and_headers_go_along_where_the_page_and_the_policy_want_it()
    {
        await _page.Context.AddCookiesAsync([new() { Name = "who", Value = "u1", Url = Api }]);
        await _page.RunAsync(
            "prefix => { let calls = 0; follow(prefix, { credentials: 'include', headers: async () => ({ authorization: `Bearer ${++calls}` }) }); }", Api + "/competitions");
        await GotAsync("");
        Break();
        await ScoreAsync("u1", 5);
        await GotAsync("", "u1=5");

        _asked.Where(asked => asked.StartsWith("GET /competitions/live", StringComparison.Ordinal)).Should().Equal(
            "GET /competitions/live cookie=u1 authorization=Bearer 1", "GET /competitions/live cookie=u1 authorization=Bearer 2");
        _asked.Should().Contain(asked => asked.StartsWith("OPTIONS", StringComparison.Ordinal), "the header needs a permission");
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_read_from_another_origin()
    {
        await _page.RunAsync("prefix => { window.states = []; follow(prefix, { onConnection: isLive => states.push(isLive) }); }", Api + "/closed");
        await Deadline.UntilAsync(() => _asked.Count(asked => asked.StartsWith("GET /closed/live", StringComparison.Ordinal)) >= 2);

        (await _page.GotAsync()).GetArrayLength().Should().Be(0);
        (await _page.Page.EvaluateAsync<int>("states.length")).Should().Be(0);
    }

    private void Break()
    {
        foreach (var stream in _streams.Keys)
            stream.Abort();
    }

    private async Task ScoreAsync(string user, double score)
    {
        var session = new GameSession(user, TimeProvider.System) { SessionId = $"{user}-{score}" }.Start().Over(score);
        (await new ScoreWebhookClient(_http, Api + "/games/score", Key).SendAsync(session.Events[^1])).Status.Should().Be(HttpStatusCode.OK);
    }

    private async Task GotAsync(params string[] expected)
    {
        await _page.WaitAsync($"got.length >= {expected.Length}");
        (await _page.GotAsync()).EnumerateArray().Select(got => got.GetString()).Should().Equal(expected);
    }
}

using System.Net;
using System.Text;

namespace Gamezop.Scores.Testing.Tests.StandIn;

public sealed class GamezopStandInTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_played_is_posted_with_the_key_in_order()
    {
        await using var publisher = await PublisherHost.StartAsync();
        await using var gamezop = await GamezopStandIn.StartAsync(new() { WebhookUrl = publisher.Webhook, ApiKey = PublisherHost.Key });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };

        var game = await OpenedGame.OpenAsync(browser, new GameUrlBuilder(gamezop.GameUrl("NyM_JGWcx")).WithSub("ann & bob").BuildString());
        (await game.ReportAsync("loaded", 0, 0)).Should().Be(HttpStatusCode.NoContent);
        (await game.ReportAsync("start", 0, 0)).Should().Be(HttpStatusCode.NoContent);
        (await game.ReportAsync("playing", 10, 900)).Should().Be(HttpStatusCode.NoContent);
        (await game.ReportAsync("over", 10, 8000)).Should().Be(HttpStatusCode.NoContent);
        (await game.ReportAsync("start", 0, 0, play: 2)).Should().Be(HttpStatusCode.NoContent);
        await gamezop.WhenPostedAsync().WaitAsync(Limit);

        gamezop.Replies.Select(reply => reply.Status).Should().Equal(Enumerable.Repeat<HttpStatusCode?>(HttpStatusCode.OK, 5));
        var events = publisher.Handled.Values.Select(context => context.Event).OrderBy(posted => posted.Timestamp).ToList();
        events.Select(posted => (posted.State, posted.Score, posted.Duration!.Value.TotalMilliseconds, posted.GamePlayId[game.Session.Length..])).Should().Equal(
            (GameState.Loaded, 0, 0, "-1"), (GameState.Start, 0, 0, "-1"), (GameState.Playing, 10, 900, "-1"), (GameState.Over, 10, 8000, "-1"), (GameState.Start, 0, 0, "-2"));
        events.Should().OnlyContain(posted => posted.SubId == "ann & bob" && posted.GameCode == "NyM_JGWcx" && posted.LeaderboardId == "NyM_JGWcx_default" && posted.SessionId == game.Session);
    }

    [Fact]
    public async Task A_webhook_that_fails_is_tried_until_it_takes_the_score()
    {
        await using var publisher = await PublisherHost.StartAsync(fails: call => call <= 3);
        await using var gamezop = await GamezopStandIn.StartAsync(new() { WebhookUrl = publisher.Webhook, ApiKey = PublisherHost.Key, RetryDelay = TimeSpan.FromMilliseconds(5) });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };

        var game = await OpenedGame.OpenAsync(browser, gamezop.GameUrl("NyM_JGWcx") + "?sub=user-1");
        await game.ReportAsync("over", 10, 8000);
        await gamezop.WhenPostedAsync().WaitAsync(Limit);

        gamezop.Replies.Should().ContainSingle().Which.Should().Match<ScoreReply>(reply => reply.Status == HttpStatusCode.OK && reply.Attempts == 4);
        publisher.Handled.Should().ContainSingle();
    }

    [Fact]
    public async Task A_score_is_given_up_after_the_last_attempt_or_a_final_answer()
    {
        await using var publisher = await PublisherHost.StartAsync(fails: _ => true);
        await using var failing = await GamezopStandIn.StartAsync(new() { WebhookUrl = publisher.Webhook, ApiKey = PublisherHost.Key, RetryDelay = TimeSpan.FromMilliseconds(1), MaxAttempts = 3 });
        await using var keyless = await GamezopStandIn.StartAsync(new() { WebhookUrl = publisher.Webhook });

        (await PlayOnceAsync(failing)).Should().Be((HttpStatusCode.InternalServerError, 3));
        (await PlayOnceAsync(keyless)).Should().Be((HttpStatusCode.Unauthorized, 1));
    }

    private static async Task<(HttpStatusCode? Status, int Attempts)> PlayOnceAsync(GamezopStandIn gamezop)
    {
        using var browser = new HttpClient { BaseAddress = gamezop.Url };
        await (await OpenedGame.OpenAsync(browser, gamezop.GameUrl("NyM_JGWcx") + "?sub=user-1")).ReportAsync("over", 1, 1);
        await gamezop.WhenPostedAsync().WaitAsync(Limit);
        var reply = gamezop.Replies.Should().ContainSingle().Subject;
        return (reply.Status, reply.Attempts);
    }

    [Fact]
    public async Task An_application_that_throws_at_its_test_client_does_not_stop_the_next_scores()
    {
        using var http = new HttpClient(new ThrowingOnce()) { BaseAddress = new Uri("http://application.test") };
        await using var gamezop = await GamezopStandIn.StartAsync(new() { HttpClient = http, WebhookUrl = "/games/score", MaxAttempts = 1 });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };
        var game = await OpenedGame.OpenAsync(browser, gamezop.GameUrl("NyM_JGWcx") + "?sub=user-1");

        await game.ReportAsync("playing", 1, 1);
        await game.ReportAsync("over", 2, 2);
        await gamezop.WhenPostedAsync().WaitAsync(Limit);

        gamezop.Replies.Select(reply => reply.Status).Should().Equal(null, HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_can_be_disposed_of_while_a_score_waits_for_another_attempt()
    {
        var gamezop = await GamezopStandIn.StartAsync(new() { WebhookUrl = "http://127.0.0.1:9/", RetryDelay = TimeSpan.FromHours(1) });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };
        await (await OpenedGame.OpenAsync(browser, gamezop.GameUrl("NyM_JGWcx") + "?sub=user-1")).ReportAsync("over", 1, 1);

        await gamezop.DisposeAsync().AsTask().WaitAsync(Limit);

        await browser.Invoking(client => client.GetAsync(gamezop.Url)).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Who_plays_without_a_sub_plays_for_nobody()
    {
        await using var gamezop = await GamezopStandIn.StartAsync();
        using var browser = new HttpClient { BaseAddress = gamezop.Url };

        var game = await OpenedGame.OpenAsync(browser, gamezop.GameUrl("NyM_JGWcx"));

        game.Setup.GetProperty("session").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("/g/NyM_JGWcx?sub=", HttpStatusCode.BadRequest)]
    [InlineData("/g/NyM_JGWcx?sub=a&sub=b", HttpStatusCode.BadRequest)]
    [InlineData("/g/NyM_JGWcx?sub=a%00b", HttpStatusCode.BadRequest)]
    [InlineData("/g/NyM_JGWcx?sub=%20a", HttpStatusCode.BadRequest)]
    [InlineData("/g/unknown?sub=a", HttpStatusCode.NotFound)]
    public async Task A_game_URL_that_is_wrong_is_refused(string url, HttpStatusCode status)
    {
        await using var gamezop = await GamezopStandIn.StartAsync();
        using var browser = new HttpClient { BaseAddress = gamezop.Url };

        (await browser.GetAsync(new Uri(url, UriKind.Relative))).StatusCode.Should().Be(status);
        (await browser.GetAsync(new Uri($"/g/NyM_JGWcx?sub={new string('a', 101)}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Reports_are_taken_from_its_own_pages_and_only_when_a_game_could_say_them()
    {
        await using var publisher = await PublisherHost.StartAsync();
        await using var gamezop = await GamezopStandIn.StartAsync(new() { WebhookUrl = publisher.Webhook, ApiKey = PublisherHost.Key });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };
        var game = await OpenedGame.OpenAsync(browser, gamezop.GameUrl("NyM_JGWcx") + "?sub=user-1");
        var right = $$"""{"session":"{{game.Session}}","play":1,"state":"over","score":5,"duration":1000}""";
        JsonText Changed(string old, string replacement) => new(right.Replace(old, replacement));

        (await game.PostAsync(new JsonText(right), headers: ("Origin", "http://evil.example"))).Should().Be(HttpStatusCode.Forbidden);
        (await game.PostAsync(new JsonText(right), headers: ("Sec-Fetch-Site", "cross-site"))).Should().Be(HttpStatusCode.Forbidden);
        (await game.PostAsync(new StringContent(right, Encoding.UTF8, "text/plain"))).Should().Be(HttpStatusCode.UnsupportedMediaType);
        (await game.PostAsync(Changed("\"over\"", "\"won\""))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(Changed("\"over\"", "\"start\""))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(Changed(":5", ":\"5\""))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(Changed(":5", ":1e999"))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(Changed(":1000", ":-1"))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(Changed("\"play\":1", "\"play\":0"))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(new JsonText("[]"))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(new JsonText("{"))).Should().Be(HttpStatusCode.BadRequest);
        (await game.PostAsync(new JsonText(right + new string(' ', 2000)))).Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await game.PostAsync(Changed(game.Session, "s-somebody-else"))).Should().Be(HttpStatusCode.NotFound);
        (await game.PostAsync(new JsonText(right), code: "SkhljT2fdgb")).Should().Be(HttpStatusCode.NotFound);
        await gamezop.WhenPostedAsync().WaitAsync(Limit);
        publisher.Handled.Should().BeEmpty();

        (await game.PostAsync(new JsonText(right), headers: [("Origin", gamezop.Url.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin")])).Should().Be(HttpStatusCode.NoContent);
        await gamezop.WhenPostedAsync().WaitAsync(Limit);
        publisher.Handled.Should().ContainSingle();
    }

    [Fact]
    public async Task Nothing_it_sends_opens_it_to_other_origins()
    {
        await using var gamezop = await GamezopStandIn.StartAsync(new() { EmbeddedBy = ["https://games.example"] });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };
        browser.DefaultRequestHeaders.Add("Origin", "http://evil.example");

        foreach (var path in (string[])["/g/NyM_JGWcx?sub=a", "/images/NyM_JGWcx.svg", "/v3/games?id=3025", "/v2/leaderboards/info?code=NyM_JGWcx"])
        {
            var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Headers.Should().NotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }

        var page = await browser.GetAsync(new Uri("/g/NyM_JGWcx?sub=a", UriKind.Relative));
        page.Headers.GetValues("Content-Security-Policy").Single().Should().EndWith("frame-ancestors https://games.example");
    }

    [Fact]
    public async Task A_name_of_a_game_can_not_break_out_of_the_page()
    {
        await using var gamezop = await GamezopStandIn.StartAsync(new() { Games = [new("NyM_JGWcx", "</script><script>alert(1)</script>")] });
        using var browser = new HttpClient { BaseAddress = gamezop.Url };

        (await browser.GetStringAsync(gamezop.GameUrl("NyM_JGWcx"))).Should().NotContain("alert(1)</script>");
        (await browser.GetStringAsync(new Uri("/images/NyM_JGWcx.svg", UriKind.Relative))).Should().NotContain("<script>");
    }

    private sealed class JsonText(string json) : StringContent(json, Encoding.UTF8, "application/json");

    /// <summary>As the client of a test server, which throws what the application throws.</summary>
    private sealed class ThrowingOnce : HttpMessageHandler
    {
        private int _calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _calls) == 1 ? throw new InvalidOperationException("The application's mistake.") : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}

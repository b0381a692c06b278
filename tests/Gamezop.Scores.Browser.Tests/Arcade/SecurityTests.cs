using System.Net;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Calls that no page of the Arcade makes.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class SecurityTests(Chromium chromium) : IAsyncLifetime
{
    private ArcadeSite _site = null!;

    public async Task InitializeAsync() => _site = await ArcadeSite.StartAsync(chromium);

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/targets", "/targets")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task The_sign_in_leads_to_places_of_this_site_alone(string asked, string led)
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya", asked);

        maya.LedTo.Should().Be(led);
    }

    [Fact]
    public async Task A_cookie_that_was_changed_or_made_up_is_nobodys()
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya");
        var right = maya.Cookie!;
        (await maya.GetAsync("/wallet")).StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var wrong in (string[])[right[..^2] + (right[^2] == 'A' ? 'B' : 'A') + right[^1], right[..20], "maya", "operator"])
        {
            maya.Cookie = wrong;
            var answer = await maya.GetAsync("/wallet");
            answer.StatusCode.Should().Be(HttpStatusCode.Found);
            answer.Headers.Location!.AbsolutePath.Should().Be("/sign-in");
        }
    }

    [Theory]
    [InlineData("ReplayAll")]
    [InlineData("Replay")]
    [InlineData("Discard")]
    [InlineData("Release")]
    [InlineData("Reject")]
    [InlineData("EndTournament")]
    public async Task Who_is_no_operator_presses_none_of_an_operators_buttons(string handler)
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya");

        var answer = await maya.PostAsync("/targets", "/operator?handler=" + handler, ("id", "hourly"), ("reason", "mine"));

        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        answer.Headers.Location!.AbsolutePath.Should().Be("/sign-in");
        (await maya.GetAsync("/competitions/tournaments/hourly")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/operator?handler=Replay", HttpStatusCode.Found)]
    [InlineData("/operator?handler=Discard", HttpStatusCode.Found)]
    [InlineData("/operator?handler=Release", HttpStatusCode.Found)]
    [InlineData("/operator?handler=Reject", HttpStatusCode.Found)]
    [InlineData("/operator?handler=EndTournament", HttpStatusCode.Found)]
    [InlineData("/wallet?handler=Claim", HttpStatusCode.Found)]
    [InlineData("/tournaments/none?handler=Join", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_no_error_of_the_sites(string path, HttpStatusCode status)
    {
        using var operators = await SignedIn.AsAsync(_site, "operator");

        (await operators.PostAsync("/targets", path, ("id", "none"), ("key", "none"), ("reason", "why"))).StatusCode.Should().Be(status);
        (await operators.PostAsync("/targets", path)).StatusCode.Should().Be(status);
    }

    [Theory]
    [InlineData("/play/%3Cscript%3Ealert(1)%3C%2Fscript%3E", HttpStatusCode.NotFound)]
    [InlineData("/tournaments/%3Cscript%3E", HttpStatusCode.NotFound)]
    [InlineData("/leaderboards?board=%3Cscript%3E", HttpStatusCode.NotFound)]
    [InlineData("/leaderboards?partition=%22%3E%3Cscript%3E", HttpStatusCode.OK)]
    [InlineData("/sign-in?returnUrl=%22%3E%3Cscript%3E", HttpStatusCode.OK)]
    [InlineData("/avatars/%3Cscript%3E.svg", HttpStatusCode.OK)]
    public async Task What_stands_in_an_address_is_text(string path, HttpStatusCode status)
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya");

        var answer = await maya.GetAsync(path);

        answer.StatusCode.Should().Be(status);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("<script>");
    }

    [Fact]
    public async Task Rewards_and_progress_are_the_users_own()
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya");

        (await maya.GetAsync("/competitions/users/maya/rewards")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await maya.GetAsync("/competitions/users/bruno/rewards")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await maya.GetAsync("/competitions/users/bruno/targets")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await _site.Http.GetAsync("/competitions/users/maya/rewards")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task Behind_a_proxy_that_ends_TLS_cookies_are_secure(string? scheme, bool isSecure)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, CheckCertificateRevocationList = true }) { BaseAddress = _site.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        if (scheme is not null)
            request.Headers.Add("X-Forwarded-Proto", scheme);
        using var page = await http.SendAsync(request);
        var cookie = page.Headers.GetValues("Set-Cookie").Single();
        cookie.Contains("secure", StringComparison.OrdinalIgnoreCase).Should().Be(isSecure);

        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(
            [
                new("name", "Maya"),
                new("__RequestVerificationToken", SignedIn.TokenOf(await page.Content.ReadAsStringAsync())),
            ]),
        };
        signIn.Headers.Add("Cookie", cookie.Split(';')[0]);
        if (scheme is not null)
            signIn.Headers.Add("X-Forwarded-Proto", scheme);
        using var signedIn = await http.SendAsync(signIn);
        signedIn.Headers.GetValues("Set-Cookie").Single(set =>
            set.StartsWith("arcade=", StringComparison.Ordinal)).Contains("secure", StringComparison.OrdinalIgnoreCase).Should().Be(isSecure);
    }

    [Fact]
    public async Task A_player_has_so_many_feeds_and_no_more_and_gets_them_back()
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya");
        using var bruno = await SignedIn.AsAsync(_site, "Bruno");
        List<Stream> feeds = [];
        for (var i = 0; i < 8; i++)
        {
            feeds.Add(await maya.OpenFeedAsync());
            (await FirstAsync(feeds[^1])).Should().Be("event: hello");
        }

        (await FirstAsync(await maya.OpenFeedAsync())).Should().Be("event: full");
        (await FirstAsync(await bruno.OpenFeedAsync())).Should().Be("event: hello");
        await feeds[0].DisposeAsync();
        await Deadline.UntilAsync(async () => await FirstAsync(await maya.OpenFeedAsync()) == "event: hello");

        static async Task<string?> FirstAsync(Stream feed)
        {
            using var reader = new StreamReader(feed, leaveOpen: true);
            return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task The_games_frame_may_do_what_games_need_and_cannot_lead_the_page_elsewhere()
    {
        using var maya = await SignedIn.AsAsync(_site, "Maya");
        var page = await (await maya.GetAsync("/play/NyM_JGWcx")).Content.ReadAsStringAsync();

        var sandbox = System.Text.RegularExpressions.Regex.Match(page, "sandbox=\"([^\"]*)\"").Groups[1].Value.Split(' ');

        sandbox.Should().Contain(["allow-scripts", "allow-same-origin"]).And.NotContain(allowed =>
            allowed.StartsWith("allow-top-navigation", StringComparison.Ordinal));
    }
}
